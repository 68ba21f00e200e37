using System.Globalization;
using System.Text.Json.Nodes;

namespace MainJob;

/// <summary>The operator's part before the month: enable the plugin, put a product and its prices on sale, subscribe an enterprise.</summary>
internal static class Selling
{
    public const string Plugin = "app.network-disk";
    public const string Application = "network-disk";

    public static async Task EnablePluginAsync(House house, JsonObject? settings, CancellationToken cancellationToken)
    {
        if (settings is not null)
        {
            await house.Api.PutAsync($"system/v1/plugins/{Plugin}/settings", settings, cancellationToken);
        }

        await house.Api.PostAsync($"system/v1/plugins/{Plugin}/enable", null, cancellationToken);
        await house.Api.UntilAsync(
            $"system/v1/plugins/{Plugin}", p => string.Equals((string?)p["plugin"]?["status"], "running", StringComparison.OrdinalIgnoreCase), $"The plugin {Plugin} did not run", cancellationToken);
        await house.Api.UntilAsync(
            "catalog/v1/applications", a => a["items"]!.AsArray().Any(i => (string?)i!["key"] == Application), $"The application {Application} did not register", cancellationToken);
        house.Figures.Step($"The plugin {Plugin} is enabled and running; it has registered the application {Application}");
    }

    public static async Task<string> CreateEnterpriseAsync(House house, string name, CancellationToken cancellationToken)
    {
        var enterprise = await house.Api.PostAsync("identity/v1/enterprises", new JsonObject { ["name"] = name }, cancellationToken);
        house.Figures.Step($"Enterprise {name} ({enterprise["id"]})");
        return (string)enterprise["id"]!;
    }

    public static async Task<string> CreateProductAsync(House house, string english, string chinese, string currency, JsonArray components, CancellationToken cancellationToken)
    {
        var product = await house.Api.PostAsync(
            "catalog/v1/products", new JsonObject { ["applicationKey"] = Application, ["name"] = Words(english, chinese) }, cancellationToken);
        var count = components.Count;
        var plan = await house.Api.PostAsync(
            $"catalog/v1/products/{product["id"]}/plans", new JsonObject { ["currency"] = currency, ["components"] = components }, cancellationToken);
        await house.Api.PostAsync($"catalog/v1/plans/{plan["id"]}/publish", null, cancellationToken);
        house.Figures.Step($"Product {english}, price plan version {plan["number"]} in {currency} with {count} components, published");
        return (string)product["id"]!;
    }

    public static async Task<string> SubscribeAsync(House house, string enterprise, string product, CancellationToken cancellationToken)
    {
        var startsOn = house.Month.First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var opened = await house.Api.PostAsync(
            "orders/v1/subscriptions", new JsonObject { ["enterpriseId"] = enterprise, ["productId"] = product, ["startsOn"] = startsOn }, cancellationToken);
        var subscription = (string)opened["id"]!;
        var active = await house.Api.UntilAsync(
            $"orders/v1/subscriptions/{subscription}", s => (string?)s["state"] == "active", $"The subscription {subscription} did not become active", cancellationToken);
        house.Figures.Step($"Subscription {subscription} is active, backdated to {startsOn}");
        house.Figures.Check("it is charged from", house.Month.Start, ((DateTimeOffset)active["startsAt"]!).ToUniversalTime());
        return subscription;
    }

    public static async Task<(string Id, string Secret)> CreateCredentialsAsync(House house, CancellationToken cancellationToken)
    {
        var made = await house.Api.PostAsync($"catalog/v1/applications/{Application}/credentials", null, cancellationToken);
        house.Figures.Step($"The application has client credentials ({made["clientId"]})");
        return ((string)made["clientId"]!, (string)made["clientSecret"]!);
    }

    public static JsonObject Words(string english, string chinese) => new() { ["en"] = english, ["zh"] = chinese };
}
