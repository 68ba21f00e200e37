using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests.Scoping;

/// <summary>A hub in which Acme and Diskworks have something of everything, and everybody has signed in.</summary>
internal sealed partial class World : IAsyncDisposable
{
    private const string Password = "three words in a row";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;
    private readonly Dictionary<Who, HttpClient> callers = [];
    private readonly Dictionary<string, string> ids = new(StringComparer.Ordinal);
    private HttpClient? clerk;
    private int made;

    private World()
    {
    }

    public WholeHub Hub { get; private set; } = null!;

    public HttpClient As(Who who) => callers[who];

    /// <summary>What must not be in an answer to anybody else.</summary>
    public IEnumerable<string> SecretsOf(Who owner) => (owner == Who.Partner
        ? new[] { "partnerId", "partnerPerson", "credential" }
        : ["enterprise", "person", "department", "subscription", "bill", "bossSession"]).Select(n => ids[n]).Append(owner == Who.Partner ? "@diskworks.example" : "@acme.example");

    public static async Task<World> MakeAsync(Engine engine)
    {
        var world = new World();
        world.Hub = await WholeHub.StartAsync(engine, world.CertificateSettings($"http://127.0.0.1:{FreePort.Take()}"), PartnerTask.Add);
        await world.SellAsync();
        await world.SignInAsync();
        await world.OwnAsync();
        return world;
    }

    /// <summary>The text with this world's ids; what is {new …} is made.</summary>
    public async Task<string> FillAsync(string text)
    {
        foreach (var name in Names().Matches(text).Select(m => m.Groups[1].Value).Distinct())
        {
            text = text.Replace("{" + name + "}", name.StartsWith("new ", StringComparison.Ordinal) ? await NewAsync(name[4..]) : ids[name], StringComparison.Ordinal);
        }

        return text;
    }

    public Task<JsonNode> AskAsync(Who who, string method, string path, string? body = null) => AskAsync(As(who), method, path, body);

    private static async Task<JsonNode> AskAsync(HttpClient who, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var answer = await who.SendAsync(request, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
    }

    public async ValueTask DisposeAsync()
    {
        clerk?.Dispose();
        foreach (var caller in callers.Values.Distinct())
        {
            caller.Dispose();
        }

        await Hub.DisposeAsync();
        authority.Dispose();
        folder.Delete(recursive: true);
    }

    private async Task<string> FirstAsync(string path, string name = "id") => (string)(await AskAsync(Who.Admin, "GET", path))["items"]![0]![name]!;

    private async Task<string> IdAsync(string path, string body, string name = "id") => (string)(await AskAsync(Who.Admin, "POST", path, await FillAsync(body)))[name]!;

    private async Task SellAsync()
    {
        callers[Who.Anonymous] = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Hub.Address };
        callers[Who.Admin] = await Hub.SignInAsync("admin@hub.example");
        clerk = await Hub.SignInAsync("clerk@hub.example");
        callers[Who.Boss] = await Hub.SignInAsync("boss@acme.example");
        callers[Who.Partner] = await Hub.SignInAsync("partner@diskworks.example");
        await AskAsync(Who.Admin, "POST", "/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await AskAsync(Who.Admin, "GET", "/orders/v1/subscriptions"))["items"]!.AsArray().Any(s => (string?)s!["state"] == "active"),
            "the demonstration's subscription is active");
        ids["enterprise"] = await FirstAsync("/identity/v1/enterprises");
        ids["partnerId"] = await FirstAsync("/identity/v1/partners");
        ids["product"] = await FirstAsync("/orders/v1/subscriptions", "productId");
        ids["plan"] = await FirstAsync("/orders/v1/subscriptions", "planVersionId");
        ids["subscription"] = await FirstAsync("/orders/v1/subscriptions");
        ids["template"] = await FirstAsync("/messages/v1/templates", "key");
        ids["nextYear"] = TimeProvider.System.GetUtcNow().AddYears(1).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        ids["month"] = TimeProvider.System.GetUtcNow().AddHours(8).AddMonths(-1).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await SellLateAsync();
        ids["run"] = await IdAsync("/billing/v1/runs", """{"month":"{month}"}""");
        await AskAsync(Who.Admin, "POST", $"/billing/v1/runs/{ids["run"]}/approve");
        await AskAsync(Who.Admin, "POST", $"/billing/v1/runs/{ids["run"]}/issue");
        await Eventually.IsTrueAsync(async () => (await AskAsync(Who.Admin, "GET", "/billing/v1/bills"))["items"]!.AsArray().Count > 0, "last month is billed");
        ids["bill"] = await FirstAsync("/billing/v1/bills");
    }

    private async Task SignInAsync()
    {
        ids["stranger"] = await IdAsync("/identity/v1/enterprises", """{"name":"Strange & Co"}""");
        ids["rival"] = await ActivePartnerAsync("Rival disks");
        callers[Who.Staff] = await JoinAsync("staff@hub.example", "{}");
        callers[Who.Employee] = await JoinAsync("employee@acme.example", """{"enterpriseId":"{enterprise}","roles":["enterprise.employee"]}""");
        callers[Who.Stranger] = await JoinAsync("boss@strange.example", """{"enterpriseId":"{stranger}","roles":["enterprise.administrator"]}""");
        callers[Who.Rival] = await JoinAsync("boss@rival.example", """{"partnerId":"{rival}","roles":["partner.administrator"]}""");
        await using var scope = Hub.Services.CreateAsyncScope();
        var clients = scope.ServiceProvider.GetRequiredService<IApplicationClients>();
        string[] scopes = ["billing.usage", "catalog.meters"];
        callers[Who.Disk] = await TokenAsync(await clients.CreateAsync("network-disk", "Disk", scopes, null, Cancel), scopes);
        callers[Who.OtherApplication] = await TokenAsync(await clients.CreateAsync("mailbox", "Mailbox", scopes, null, Cancel), scopes);
        var made = await AskAsync(Who.Admin, "POST", "/identity/v1/clients", """{"name":"Books","scopes":["billing.ledger.read"]}""");
        callers[Who.Integrator] = await TokenAsync(new((string)made["clientId"]!, (string)made["clientSecret"]!), ["billing.ledger.read"]);
    }

    private async Task<HttpClient> JoinAsync(string email, string where)
    {
        var body = JsonNode.Parse(await FillAsync(where))!.AsObject();
        (body["name"], body["email"]) = (email.Split('@')[0], email);
        var link = new Uri((string)(await AskAsync(Who.Admin, "POST", "/identity/v1/people", body.ToJsonString()))["passwordLink"]!).PathAndQuery;
        using var browser = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Hub.Address };
        using var chosen = await WholeHub.PostFormAsync(browser, link, "set-password", ("Form.Wanted", Password), ("Form.Again", Password));
        Assert.Equal(HttpStatusCode.Redirect, chosen.StatusCode);
        return await Hub.SignInAsync(email, Password);
    }

    private async Task<HttpClient> TokenAsync(ClientCredential client, string[] scopes)
    {
        var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = Hub.Address };
        using var answer = await http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["scope"] = string.Join(' ', scopes), ["client_id"] = client.ClientId, ["client_secret"] = client.ClientSecret,
        }), Cancel);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!["access_token"]);
        return http;
    }

    [GeneratedRegex(@"\{([a-zA-Z ]+)\}")]
    private static partial Regex Names();
}
