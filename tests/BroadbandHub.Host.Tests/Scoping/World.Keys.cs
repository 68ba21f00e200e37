using System.Net;
using System.Text.Json;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>What people prove themselves with. It is the employee who has it: administrators who had a key would be asked for it before most of what they do.</summary>
internal sealed partial class World
{
    private const string ProxySecret = "agreed-between-proxy-and-hub-0123456789";
    private readonly TestAuthority authority = new("People of the province");
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("hub-walk-");

    /// <summary>Certificates are shown to a proxy, which this test is.</summary>
    private Dictionary<string, string?> CertificateSettings(string address)
    {
        var file = Path.Combine(folder.FullName, "authority.pem");
        File.WriteAllText(file, authority.Pem);
        return new(StringComparer.Ordinal)
        {
            ["Hub:PublicUrl"] = address, ["urls"] = address, ["Hub:Certificates:Url"] = "https://certificates.localhost/", ["Hub:Certificates:Authorities"] = file,
            ["Hub:Certificates:Proxy:Addresses:0"] = "127.0.0.1", ["Hub:Certificates:Proxy:Secret"] = ProxySecret,
        };
    }

    private string CertificateOf(string name) => File.ReadAllText(authority.Issue(folder.FullName, name).Certificate);

    private static string InJson(string text) => JsonEncodedText.Encode(text).ToString();

    /// <summary>What the browser of Acme's employee brings back from the port of the certificates.</summary>
    private async Task<string> CertificateAnswerAsync()
    {
        using var asked = await As(Who.Employee).GetAsync("/account/keys/certificate/start", Cancel);
        using var shown = new HttpRequestMessage(HttpMethod.Get, asked.Headers.Location!.PathAndQuery);
        shown.Headers.Add("X-Client-Cert", Uri.EscapeDataString(CertificateOf("Employee")));
        shown.Headers.Add("X-Client-Cert-Secret", ProxySecret);
        using var answer = await As(Who.Anonymous).SendAsync(shown, Cancel);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return Uri.UnescapeDataString(answer.Headers.Location!.Query.Split("answer=")[1]);
    }

    private async Task<string> BoundCertificateAsync(string person) =>
        (string)(await AskAsync(Who.Admin, "POST", $"/identity/v1/people/{person}/certificates", $$"""{"name":"Token","certificate":"{{InJson(CertificateOf("Somebody"))}}"}"""))["id"]!;

    /// <summary>What a key answers to the question that Acme's employee was asked.</summary>
    private async Task<string> KeyAnswerAsync()
    {
        var question = await AskAsync(Who.Employee, "POST", "/identity/v1/account/security-keys/question");
        using var key = new SoftKey(Hub.Address.GetLeftPart(UriPartial.Authority));
        using var options = JsonDocument.Parse(question["options"]!.ToJsonString());
        return $"\"credential\":\"{InJson(key.Create(options.RootElement))}\",\"state\":\"{InJson((string)question["state"]!)}\"";
    }

    private async Task<string> KeyAsync() =>
        (string)(await AskAsync(Who.Employee, "POST", "/identity/v1/account/security-keys", $$"""{"name":"Key",{{await KeyAnswerAsync()}}}"""))["id"]!;
}
