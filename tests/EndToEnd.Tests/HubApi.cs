using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests;

/// <summary>The hub's public HTTP API as an integrator uses it.</summary>
public sealed class HubApi : IDisposable
{
    private readonly HttpClient http;

    private HubApi(Uri address) => http = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(100) };

    public HttpClient Http => http;

    public static Task<HubApi> AsOperatorAsync(HubProcess hub) => AsOperatorAsync(hub, hub.Address);

    /// <summary>As the operators' client that this node knows, at another.</summary>
    public static async Task<HubApi> AsOperatorAsync(HubProcess hub, Uri address)
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(hub.DataFolder, "operator-client.json")));
        return await AsAsync(
            address, file.RootElement.GetProperty("clientId").GetString()!, file.RootElement.GetProperty("clientSecret").GetString()!, "operator");
    }

    public static async Task<HubApi> AsAsync(Uri address, string clientId, string clientSecret, string scope)
    {
        var api = new HubApi(address);
        using var answer = await api.http.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
            ["scope"] = scope,
        }));
        var body = await ReadAsync(answer);
        api.http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)body["access_token"]!);
        return api;
    }

    public async Task<JsonObject> GetAsync(string path) => await ReadAsync(await http.GetAsync(path));

    public async Task<JsonObject> PostAsync(string path, object? body = null) => await ReadAsync(await http.PostAsJsonAsync(path, body ?? new { }));

    /// <summary>Enables the application's plugin, and sells one product with one price a request to a new enterprise, from the first of last month.</summary>
    public async Task<(string Subscription, string ClientId, string ClientSecret)> SellAsync(object[] components)
    {
        var sold = await SellAsync(components, customers: 1);
        return (sold.Subscriptions[0], sold.ClientId, sold.ClientSecret);
    }

    /// <summary>The same, to several new enterprises.</summary>
    public async Task<(IReadOnlyList<string> Subscriptions, string ClientId, string ClientSecret)> SellAsync(object[] components, int customers)
    {
        await PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await GetAsync("/catalog/v1/applications"))["items"]!.AsArray().Any(a => (string?)a!["key"] == "network-disk"),
            "the application of the enabled plugin is known");
        var product = (string)(await PostAsync(
            "/catalog/v1/products", new { applicationKey = "network-disk", name = new { en = "Storm disk", zh = "风暴网盘" } }))["id"]!;
        var plan = (string)(await PostAsync($"/catalog/v1/products/{product}/plans", new { currency = "CNY", components }))["id"]!;
        await PostAsync($"/catalog/v1/plans/{plan}/publish");
        var subscriptions = new List<string>();
        for (var i = 1; i <= customers; i++)
        {
            var enterprise = (string)(await PostAsync("/identity/v1/enterprises", new { name = $"Storm {i} Ltd" }))["id"]!;
            subscriptions.Add((string)(await PostAsync(
                "/orders/v1/subscriptions",
                new { enterpriseId = enterprise, productId = product, startsOn = FirstOfLastMonth().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) }))["id"]!);
        }

        foreach (var subscription in subscriptions)
        {
            await Eventually.IsTrueAsync(
                async () => (string?)(await GetAsync($"/orders/v1/subscriptions/{subscription}"))["state"] == "active", "the subscription is active");
        }

        var credential = await PostAsync("/catalog/v1/applications/network-disk/credentials");
        return (subscriptions, (string)credential["clientId"]!, (string)credential["clientSecret"]!);
    }

    public static DateOnly FirstOfLastMonth()
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).Date);
        return new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri} answered {(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }
}
