using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using BroadbandHub.EndToEnd.Tests.SignOn;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Nodes;

/// <summary>A sign-on to an application, each of its steps at the other node: a load balancer asks nobody.</summary>
internal static class SignOnAcrossNodes
{
    private const string Verifier = "a-verifier-that-is-long-enough-to-be-one-0123456789";
    private static readonly Uri Application = new("http://127.0.0.1:9/");
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    public static async Task IsGoodAsync(TwoNodes nodes, HubApi first, HubApi second)
    {
        using var set = await first.Http.PutAsJsonAsync("/system/v1/plugins/app.network-disk/settings", new { baseAddress = Application, apiKey = "none" }, Cancel);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync(Cancel));
        var acme = (string)(await first.GetAsync("/identity/v1/enterprises?search=Acme"))["items"]!.AsArray().Single(e => (string?)e!["name"] == "Acme Trading")!["id"]!;
        var subscription = (await first.GetAsync("/orders/v1/subscriptions?enterpriseId=" + acme))["items"]!.AsArray().First(s => (string?)s!["enterpriseId"] == acme)!;
        await SellingSignOn.SeatAsync(second, (string)subscription["id"]!);
        var credential = await second.PostAsync("/catalog/v1/applications/network-disk/credentials");
        var client = ((string)credential["clientId"]!, (string)credential["clientSecret"]!);
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { DefaultRequestHeaders = { { "Accept", "text/html" } } };
        await SignInAsync(browser, nodes.First.Address);

        // The code is from one node and redeemed at the other; the same way on.
        string? code = null;
        await Eventually.IsTrueAsync(async () => (code = await AskAsync(browser, nodes.First.Address, client.Item1)) is not null, () => "the node knows the new address\n" + nodes.First.Output);
        var (status, tokens) = await PostAsync(nodes.Second.Address, client, ("grant_type", "authorization_code"), ("code", code!), ("code_verifier", Verifier), ("redirect_uri", new Uri(Application, "signin-oidc").AbsoluteUri));
        Assert.True(status == HttpStatusCode.OK, tokens.ToJsonString());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(nodes.First.Address, client, ("grant_type", "authorization_code"), ("code", await CodeOfSecondAsync()), ("code_verifier", "w" + Verifier), ("redirect_uri", new Uri(Application, "signin-oidc").AbsoluteUri))).Status);
        Assert.Equal(HttpStatusCode.OK, await UserInfoAsync(nodes.First.Address, tokens));
        var (refreshed, next) = await PostAsync(nodes.First.Address, client, ("grant_type", "refresh_token"), ("refresh_token", (string)tokens["refresh_token"]!));
        Assert.True(refreshed == HttpStatusCode.OK, next.ToJsonString());
        var (_, said) = await PostAsync(nodes.Second.Address, client, "/connect/introspect", ("token", (string)next["access_token"]!));
        Assert.True((bool)said["active"]!, said.ToJsonString());

        // Out at one node is out at the other: the session, and what the application has of it.
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(new Uri(nodes.Second.Address, "/workspace"), Cancel)).StatusCode);
        await SendFormAsync(browser, nodes.First.Address, nodes.First.Address, "/sign-out/confirm", "leave", []);
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(new Uri(nodes.Second.Address, "/workspace"), Cancel)).StatusCode);
        Assert.Null(await AskAsync(browser, nodes.Second.Address, client.Item1));
        Assert.Equal(HttpStatusCode.Unauthorized, await UserInfoAsync(nodes.Second.Address, next));
        var (over, why) = await PostAsync(nodes.Second.Address, client, ("grant_type", "refresh_token"), ("refresh_token", (string)next["refresh_token"]!));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (over, (string?)why["error"]));

        async Task<string> CodeOfSecondAsync()
        {
            string? other = null;
            await Eventually.IsTrueAsync(async () => (other = await AskAsync(browser, nodes.Second.Address, client.Item1)) is not null, "the other node gives codes too");
            return other!;
        }
    }

    /// <summary>The form is asked for on one node and posted to another; hidden fields are sent as the page has them.</summary>
    public static async Task<HttpResponseMessage> SendFormAsync(HttpClient browser, Uri from, Uri to, string path, string form, Dictionary<string, string> typed)
    {
        var page = await browser.GetStringAsync(new Uri(from, path), Cancel);
        var found = Regex.Matches(page, "<form.*?</form>", RegexOptions.Singleline).First(f => f.Value.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        foreach (Match hidden in Regex.Matches(found.Value, "<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\""))
        {
            typed[hidden.Groups[1].Value] = WebUtility.HtmlDecode(hidden.Groups[2].Value);
        }

        return await browser.PostAsync(new Uri(to, path), new FormUrlEncodedContent(typed), Cancel);
    }

    private static async Task SignInAsync(HttpClient browser, Uri node)
    {
        using var answer = await SendFormAsync(browser, node, node, "/sign-in", "sign-in", new() { ["Form.Email"] = "boss@acme.example", ["Form.Password"] = "try-the-hub-2026" });
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    private static async Task<string?> AskAsync(HttpClient browser, Uri node, string clientId)
    {
        var challenge = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        using var answer = await browser.GetAsync(
            new Uri(node, $"/connect/authorize?client_id={clientId}&response_type=code&scope=openid%20offline_access&state=s&code_challenge={challenge}&code_challenge_method=S256"
                + $"&redirect_uri={Uri.EscapeDataString(new Uri(Application, "signin-oidc").AbsoluteUri)}"),
            Cancel);
        return answer.Headers.Location is { IsAbsoluteUri: true } to ? HttpUtility.ParseQueryString(to.Query)["code"] : null;
    }

    private static async Task<HttpStatusCode> UserInfoAsync(Uri node, JsonObject tokens)
    {
        using var http = new HttpClient { DefaultRequestHeaders = { Authorization = new("Bearer", (string)tokens["access_token"]!) } };
        using var answer = await http.GetAsync(new Uri(node, "/connect/userinfo"), Cancel);
        return answer.StatusCode;
    }

    private static Task<(HttpStatusCode Status, JsonObject Said)> PostAsync(Uri node, (string Id, string Secret) client, params (string Name, string Value)[] fields) =>
        PostAsync(node, client, "/connect/token", fields);

    private static async Task<(HttpStatusCode Status, JsonObject Said)> PostAsync(Uri node, (string Id, string Secret) client, string path, params (string Name, string Value)[] fields)
    {
        using var http = new HttpClient();
        using var answer = await http.PostAsync(
            new Uri(node, path),
            new FormUrlEncodedContent(fields.Concat([("client_id", client.Id), ("client_secret", client.Secret)]).Select(f => KeyValuePair.Create(f.Item1, f.Item2))), Cancel);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!.AsObject());
    }
}
