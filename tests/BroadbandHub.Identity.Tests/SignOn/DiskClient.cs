using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Web;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>An application that signs people on, message by message, so that each of them can be wrong.</summary>
internal sealed class DiskClient(IdentityHub hub, ClientCredential credential)
{
    public const string Redirect = "https://disk.example/signin-oidc";
    public const string AfterSignOut = "https://disk.example/signed-out";
    public const string Verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    public static readonly string Challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public ClientCredential Credential => credential;

    /// <summary>A fresh application with a credential, each under a key of its own.</summary>
    public static async Task<DiskClient> CreateAsync(IdentityHub hub, string key, string? backChannel = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        var made = await services.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                var made = await services.GetRequiredService<IApplicationClients>().CreateAsync(key, "Server", ["billing.usage"], null, default);
                await services.GetRequiredService<ISignOns>().DescribeAsync(new(key, new("Disk", "网盘"), [Redirect], [AfterSignOut], backChannel), default);
                return made;
            },
            _ => true,
            TestContext.Current.CancellationToken);
        return new(hub, made);
    }

    public string Address(params (string Name, string? Value)[] other)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["client_id"] = credential.ClientId, ["response_type"] = "code", ["redirect_uri"] = Redirect, ["scope"] = "openid profile email offline_access",
            ["state"] = "st", ["nonce"] = "no", ["code_challenge"] = Challenge, ["code_challenge_method"] = "S256",
        };
        foreach (var (name, value) in other)
        {
            query[name] = value;
        }

        return "/connect/authorize?" + string.Join('&', query.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    /// <summary>The browser's way to the application: the query that arrives there.</summary>
    public async Task<Dictionary<string, string>> AuthorizeAsync(BrowserSession browser, params (string Name, string? Value)[] other)
    {
        using var answer = await browser.Http.GetAsync(Address(other));
        Assert.True(answer.Headers.Location is not null, $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        Assert.StartsWith(Redirect + "?", answer.Headers.Location.ToString(), StringComparison.Ordinal);
        var query = HttpUtility.ParseQueryString(answer.Headers.Location.Query);
        return query.AllKeys.ToDictionary(k => k!, k => query[k]!, StringComparer.Ordinal);
    }

    public async Task<string> CodeAsync(BrowserSession browser) => (await AuthorizeAsync(browser))["code"];

    public Task<(HttpStatusCode Status, JsonElement Said)> RedeemAsync(string code, string verifier = Verifier, string redirect = Redirect) =>
        PostAsync("/connect/token", ("grant_type", "authorization_code"), ("code", code), ("code_verifier", verifier), ("redirect_uri", redirect));

    public Task<(HttpStatusCode Status, JsonElement Said)> RefreshAsync(string token) => PostAsync("/connect/token", ("grant_type", "refresh_token"), ("refresh_token", token));

    public async Task<(HttpStatusCode Status, JsonElement Said)> PostAsync(string path, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        using var answer = await http.PostAsync(path, new FormUrlEncodedContent(
            fields.Concat([("client_id", credential.ClientId), ("client_secret", credential.ClientSecret)]).Select(f => KeyValuePair.Create(f.Item1, f.Item2))));
        var text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? default : JsonDocument.Parse(text).RootElement);
    }

    public async Task<(HttpStatusCode Status, JsonElement Said)> UserInfoAsync(string accessToken)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", accessToken);
        using var answer = await http.GetAsync("/connect/userinfo");
        return (answer.StatusCode, answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : default);
    }

    public static string Text(JsonElement said, string name) => said.GetProperty(name).GetString()!;

    public static JsonElement Read(string jwt) => JsonDocument.Parse(Base64(jwt.Split('.')[1])).RootElement;

    private static byte[] Base64(string text) => Convert.FromBase64String(text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '='));
}
