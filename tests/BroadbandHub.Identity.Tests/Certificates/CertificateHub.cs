using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Certificates;

/// <summary>A hub that takes certificates, with an authority, its files, and curl as the browser that has one.</summary>
internal sealed partial class CertificateHub : IAsyncDisposable
{
    public const string Boss = "boss@acme.example";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-certificates-");
    private readonly TestAuthority servers = new("The servers");

    private CertificateHub()
    {
        People = new TestAuthority("People of the province");
        File.WriteAllText(Authorities, People.Pem);
        File.WriteAllText(Path.Combine(folder.FullName, "servers.pem"), servers.Pem);
        Revoke();
    }

    public IdentityHub Hub { get; private set; } = null!;

    public TestAuthority People { get; }

    public string Folder => folder.FullName;

    public string RevocationList => Path.Combine(Folder, "people.crl");

    private string Authorities => Path.Combine(Folder, "people.pem");

    /// <param name="host">Of the address at which certificates are asked for: the hub itself is at 127.0.0.1.</param>
    public static async Task<CertificateHub> StartAsync(TestDatabase database, string host = "localhost", Dictionary<string, string?>? settings = null, bool listens = true)
    {
        var made = new CertificateHub();
        var port = FreePort.Take();
        var (certificate, key) = made.servers.Issue(made.Folder, host, TestAuthority.ForServers, host: "localhost");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Hub:PublicUrl"] = $"http://127.0.0.1:{FreePort.Take()}/", ["Hub:Certificates:Url"] = $"https://{host}:{port}/", ["Hub:Certificates:Authorities"] = made.Authorities,
            ["Hub:Certificates:RevocationLists"] = made.RevocationList,
        };
        if (listens)
        {
            (all["Hub:Certificates:Listen"], all["Hub:Certificates:ServerCertificate"], all["Hub:Certificates:ServerKey"]) = ($"https://127.0.0.1:{port}", certificate, key);
        }

        foreach (var (name, value) in settings ?? [])
        {
            all[name] = value;
        }

        try
        {
            made.Hub = await IdentityHub.StartAsync(database, settings: all);
            return made;
        }
        catch
        {
            made.folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Writes the authority's list anew.</summary>
    public void Revoke(params string[] certificates) => File.WriteAllBytes(RevocationList, People.List(-2, 24, certificates));

    /// <summary>Follows the way to the port of the certificates and back, as a browser with this certificate.</summary>
    public Task<(int Exit, int Status, string Address, string Body)> SignInAsync((string Certificate, string Key)? certificate, params string[] more) =>
        CurlAsync("http://127.0.0.1:" + Hub.Address.Port + "/sign-in/certificate?returnUrl=%2Faccount", certificate, ["-L", .. more]);

    public async Task<(int Exit, int Status, string Address, string Body)> CurlAsync(string address, (string Certificate, string Key)? certificate, params string[] more)
    {
        var jar = Path.Combine(Folder, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N") + ".jar");
        string[] own = certificate is { } c ? ["--cert", c.Certificate, "--key", c.Key] : [];
        var (exit, said, _) = await RunAsync(
            "curl", ["-sS", "--max-time", "30", "--max-redirs", "8", "--cacert", Path.Combine(Folder, "servers.pem"), "-c", jar, "-b", jar, "-w", "\n%{http_code} %{url_effective} %{redirect_url}", .. own, .. more, address]);
        var end = said.TrimEnd().LastIndexOf('\n');
        var last = said.TrimEnd()[(end + 1)..].Split(' ');
        return (exit, int.TryParse(last[0], out var status) ? status : 0, last.Length > 2 && last[2].Length > 0 ? last[2] : last.ElementAtOrDefault(1) ?? "", end < 0 ? "" : said[..end]);
    }

    /// <summary>The owner's browser asks, shows the certificate, and gives it a name; where the form leads.</summary>
    public async Task<string> BindAsync(BrowserSession owner, (string Certificate, string Key) certificate, string name = "Office token", params string[] more)
    {
        using var asked = await owner.Http.GetAsync("/account/keys/certificate/start");
        Assert.True(asked.StatusCode == HttpStatusCode.Redirect, await asked.Content.ReadAsStringAsync());
        var (_, _, answer, said) = await CurlAsync(asked.Headers.Location!.AbsoluteUri, certificate, more);
        Assert.True(answer.StartsWith(Hub.Address + "sign-in/certificate/answer?", StringComparison.Ordinal), said);
        using var back = await owner.Http.GetAsync(answer);
        return await owner.SubmitAsync(back.Headers.Location!.ToString(), "bind", new() { ["Form.Name"] = name });
    }

    public static string? CodeOf(string body) => Code().Match(body) is { Success: true } match ? match.Groups[1].Value : null;

    public static async Task<(int Exit, string Output, string Errors)> RunAsync(string program, string[] arguments, Dictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await Hub.DisposeAsync();
        People.Dispose();
        servers.Dispose();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex("\"code\":\"([a-z_.]+)\"")]
    private static partial Regex Code();
}
