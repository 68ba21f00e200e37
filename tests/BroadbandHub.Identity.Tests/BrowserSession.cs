using System.Net;
using System.Text.RegularExpressions;

namespace BroadbandHub.Identity.Tests;

/// <summary>Somebody at a browser: keeps cookies, sends forms as the pages show them.</summary>
internal sealed partial class BrowserSession(IdentityHub hub) : IDisposable
{
    private readonly CookieContainer cookies = new();
    private HttpClient? client;

    public HttpClient Http => client ??= hub.Browser(cookies);

    /// <summary>What a thief of cookies would send.</summary>
    public string CookieHeader => cookies.GetCookieHeader(hub.Address);

    public async Task<HttpStatusCode> StatusAsync(string path)
    {
        using var answer = await Http.GetAsync(path);
        return answer.StatusCode;
    }

    public Task<string> ReadAsync(string path) => Http.GetStringAsync(path);

    /// <summary>Where the answer leads, or the page that says what is wrong.</summary>
    public Task<string> SignInAsync(string email, string password) =>
        SubmitAsync("/sign-in", "sign-in", new() { ["Form.Email"] = email, ["Form.Password"] = password });

    /// <summary>Opens the page, fills its form and sends it: answers where it leads, or the page that comes back.</summary>
    public async Task<string> SubmitAsync(string path, string form, Dictionary<string, string>? typed = null, params (string Name, string Value)[] more)
    {
        return await SubmitPageAsync(path, await Http.GetStringAsync(path), form, typed, more);
    }

    /// <summary>Fills a form of a page that is open already.</summary>
    public async Task<string> SubmitPageAsync(string path, string page, string form, Dictionary<string, string>? typed = null, params (string Name, string Value)[] more)
    {
        var match = Forms().Matches(page).FirstOrDefault(f => f.Value.Contains($"value=\"{form}\"", StringComparison.Ordinal));
        Assert.True(match is not null, $"{path} has no form {form}");
        var fields = HiddenInput().Matches(match.Value).Select(m => KeyValuePair.Create(m.Groups[1].Value, WebUtility.HtmlDecode(m.Groups[2].Value)))
            .Concat(typed ?? []).Concat(more.Select(m => KeyValuePair.Create(m.Name, m.Value)));
        using var answer = await Http.PostAsync(path, new FormUrlEncodedContent(fields));
        if (answer.Headers.Location is not { } location)
        {
            return await answer.Content.ReadAsStringAsync();
        }

        var next = location.IsAbsoluteUri ? location.PathAndQuery : location.ToString();
        return next.StartsWith("/continue?", StringComparison.Ordinal)
            ? WebUtility.HtmlDecode(LeadsOn().Match(await Http.GetStringAsync(next)).Groups[1].Value)
            : next;
    }

    public void Dispose() => client?.Dispose();

    [GeneratedRegex("""<meta http-equiv="refresh" content="0;url=([^"]+)""")]
    private static partial Regex LeadsOn();

    [GeneratedRegex("<form.*?</form>", RegexOptions.Singleline)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" />""")]
    private static partial Regex HiddenInput();
}
