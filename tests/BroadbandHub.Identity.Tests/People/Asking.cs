using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace BroadbandHub.Identity.Tests.People;

/// <summary>Asks the API as somebody, and says what came back when it is not what was meant.</summary>
internal static class Asking
{
    public const string Password = "three words in a row";

    public static async Task<JsonElement> AskAsync(this HttpClient client, string method, string path, object? body = null, HttpStatusCode? status = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status is { } wanted ? wanted == answer.StatusCode : answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 || text[0] is not ('{' or '[') ? default : JsonDocument.Parse(text).RootElement.Clone();
    }

    public static async Task<HttpStatusCode> StatusAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    public static async Task<string?> RefusalAsync(this HttpClient client, string method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : JsonContent.Create(body) };
        using var answer = await client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is >= 400 and < 500, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement.GetProperty("code").GetString();
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static async Task<string> IdOfAsync(this HttpClient api, string email) =>
        (await api.AskAsync("GET", "/identity/v1/people?search=" + Uri.EscapeDataString(email))).GetProperty("items")[0].Text("id");

    /// <summary>Somebody new with a password, signed in.</summary>
    public static async Task<BrowserSession> JoinAsync(this IdentityHub hub, HttpClient api, object person, string email)
    {
        var made = await api.AskAsync("POST", "/identity/v1/people", person, HttpStatusCode.Created);
        var browser = new BrowserSession(hub);
        await browser.SubmitAsync(new Uri(made.Text("passwordLink")).PathAndQuery, "set-password", new() { ["Form.Wanted"] = Password, ["Form.Again"] = Password });
        Assert.StartsWith("/", await browser.SignInAsync(email, Password), StringComparison.Ordinal);
        return browser;
    }

    public static async Task<BrowserSession> SignedInAsync(this IdentityHub hub, string email, string? password = null)
    {
        var browser = new BrowserSession(hub);
        Assert.StartsWith("/", await browser.SignInAsync(email, password ?? IdentityHub.Password), StringComparison.Ordinal);
        return browser;
    }
}
