using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.EndToEnd.Tests.SignOn;

/// <summary>
/// Apache with mod_auth_openidc in front of a page, as a relying party that others wrote. A process of its own with a folder and a configuration of its own; the machine's Apache
/// service is left alone. Killed by its pid.
/// </summary>
internal sealed class ApacheProcess : IAsyncDisposable
{
    private const string Modules = "/usr/lib/apache2/modules";
    private readonly string folder = Directory.CreateTempSubdirectory("apache-e2e-").FullName;
    private readonly WebApplication page;
    private Process? process;
    private (Uri Hub, string ClientId, string ClientSecret)? credential;

    private ApacheProcess(WebApplication page)
    {
        this.page = page;
        page.MapGet("/enter", EnterAsync);
    }

    public Uri Address { get; } = new($"http://127.0.0.1:{FreePort.Take()}/");

    public Uri Guarded => new(Address, "guarded");

    /// <summary>The way out that mod_auth_openidc offers: over the hub, and back here.</summary>
    public Uri Leave => new(Address, "guarded/oidc?logout=" + Uri.EscapeDataString(new Uri(Address, "left").AbsoluteUri));

    public static bool IsInstalled => Executable is not null && File.Exists(Path.Combine(Modules, "mod_auth_openidc.so"));

    private static string? Executable => Array.Find(["/usr/sbin/apache2", "/usr/sbin/httpd"], File.Exists);

    /// <summary>The page behind it, which knows of people only what Apache says.</summary>
    public static async Task<ApacheProcess> CreateAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var page = builder.Build();
        page.MapGet("/guarded", (HttpRequest request) => Results.Text(
            $"<h1>Intranet</h1><p class=\"who\">{request.Headers["OIDC_CLAIM_name"]} · {request.Headers["OIDC_CLAIM_enterprise_name"]} · {request.Headers["OIDC_CLAIM_subscriptions"]}</p>",
            "text/html; charset=utf-8"));
        page.MapGet("/left", () => Results.Text("<h1>Goodbye</h1>", "text/html"));
        await page.StartAsync(TestContext.Current.CancellationToken);
        return new(page);
    }

    public async Task StartAsync(HubProcess hub, string clientId, string clientSecret)
    {
        credential = (hub.Address, clientId, clientSecret);
        var file = Path.Combine(folder, "apache.conf");
        await File.WriteAllTextAsync(file, Configuration(hub, clientId, clientSecret), TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo(Executable!) { RedirectStandardError = true };
        foreach (var argument in new[] { "-d", folder, "-f", file, "-DFOREGROUND" })
        {
            start.ArgumentList.Add(argument);
        }

        process = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(5) };
        await Eventually.IsTrueAsync(
            async () =>
            {
                Assert.False(process.HasExited, "Apache ended while starting:\n" + Log());
                try
                {
                    return (await http.GetAsync("/left")).StatusCode == HttpStatusCode.OK;
                }
                catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
                {
                    return false;
                }
            },
            () => "Apache answers\n" + Log(),
            TimeSpan.FromSeconds(30));
    }

    public string Log() => File.Exists(Path.Combine(folder, "error.log")) ? File.ReadAllText(Path.Combine(folder, "error.log")) : process?.StandardError.ReadToEnd() ?? "";

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            // Told to end, it ends its workers itself and gives its semaphores back.
            using var told = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process?.Dispose();
        await page.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The part of the site that is too old for OpenID Connect: it redeems the ticket that somebody brings along.</summary>
    private async Task<IResult> EnterAsync(string ticket)
    {
        var (hub, clientId, clientSecret) = credential!.Value;
        using var http = new HttpClient { BaseAddress = hub };
        using var answer = await http.PostAsync("/sso/ticket/redeem", new FormUrlEncodedContent(new Dictionary<string, string> { ["client_id"] = clientId, ["client_secret"] = clientSecret, ["ticket"] = ticket }));
        var said = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        return answer.IsSuccessStatusCode ? Results.Text($"<h1>Archive</h1><p class=\"who\">{said["name"]} · {said["enterprise_name"]}</p>", "text/html; charset=utf-8") : Results.Text((string?)said["code"], statusCode: 403);
    }

    private string Configuration(HubProcess hub, string clientId, string clientSecret) => $"""
        ServerName 127.0.0.1
        Listen 127.0.0.1:{Address.Port}
        DefaultRuntimeDir {folder}
        PidFile {folder}/pid
        ErrorLog {folder}/error.log
        LogLevel warn auth_openidc:info
        {string.Join('\n', from module in new[] { "mpm_event", "authn_core", "authz_core", "authz_user", "proxy", "proxy_http", "auth_openidc" } select $"LoadModule {module}_module {Modules}/mod_{module}.so")}
        {(Environment.UserName == "root" ? "User www-data\nGroup www-data" : "")}
        StartServers 1
        ProxyPass / {page.Urls.First()}/

        OIDCProviderMetadataURL {hub.Address}.well-known/openid-configuration
        OIDCClientID {clientId}
        OIDCClientSecret {clientSecret}
        OIDCRedirectURI {Address}guarded/oidc
        OIDCScope "openid profile email"
        OIDCPKCEMethod S256
        OIDCCryptoPassphrase only-of-this-process
        OIDCCookiePath /
        <Location /guarded>
          AuthType openid-connect
          Require valid-user
        </Location>
        """;
}
