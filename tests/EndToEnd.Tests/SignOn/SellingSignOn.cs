using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.SignOn;

/// <summary>What a test of sign-on needs to be there: applications with credentials, and an enterprise that has subscribed to them.</summary>
internal static class SellingSignOn
{
    /// <summary>The plugin knows the application, the application its credentials, and the demonstration's subscription is active there.</summary>
    public static async Task<string> PrepareDiskAsync(HubProcess hub, HubApi api, DiskProcess disk)
    {
        await EnableAsync(api, "app.network-disk", "network-disk", new { baseAddress = disk.Address, apiKey = DiskProcess.HubKey });
        var credential = await api.PostAsync("/catalog/v1/applications/network-disk/credentials");
        await disk.StartAsync(hub, (string)credential["clientId"]!, (string)credential["clientSecret"]!);
        var id = (string)(await api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray()[0]!["id"]!;
        await ActiveAsync(api, id);
        return id;
    }

    /// <summary>A list of plugins, as a setting, with those that the repository has and a page behind Apache.</summary>
    public static async Task<string> ListWithIntranetAsync(DirectoryInfo folder)
    {
        var artifacts = Path.Combine(HubProcess.RepositoryRoot(), "artifacts");
        var file = Path.Combine(folder.FullName, "plugins.json");
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(new
        {
            plugins = new[]
            {
                new { id = "app.network-disk", path = Path.Combine(artifacts, "plugins", "app.network-disk"), enabled = false },
                new { id = "test.intranet", path = Path.Combine(artifacts, "test-plugins", "test.intranet"), enabled = false },
            },
        }));
        return file;
    }

    /// <summary>The page behind Apache is an application of the hub, and everybody of the enterprise for which the demonstration's boss works has a seat there.</summary>
    public static async Task<(string ClientId, string ClientSecret)> SellIntranetAsync(HubApi api, Uri address)
    {
        await EnableAsync(api, "test.intranet", "intranet", new { address });
        var product = (string)(await api.PostAsync("/catalog/v1/products", new { applicationKey = "intranet", name = new { en = "Intranet", zh = "内部网" } }))["id"]!;
        object fee = new { type = "flatMonthly", key = "fee", name = new { en = "Fee", zh = "月费" }, taxCategory = "zero", amount = 1m };
        var plan = (string)(await api.PostAsync($"/catalog/v1/products/{product}/plans", new { currency = "CNY", components = new[] { fee } }))["id"]!;
        await api.PostAsync($"/catalog/v1/plans/{plan}/publish");
        var acme = (await api.GetAsync("/identity/v1/enterprises"))["items"]!.AsArray().Single(e => (string?)e!["name"] == "Acme Trading")!;
        var startsOn = HubApi.FirstOfLastMonth().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var subscription = (string)(await api.PostAsync("/orders/v1/subscriptions", new { enterpriseId = (string)acme["id"]!, productId = product, startsOn }))["id"]!;
        await ActiveAsync(api, subscription);
        await SeatAsync(api, subscription);
        var credential = await api.PostAsync("/catalog/v1/applications/intranet/credentials");
        return ((string)credential["clientId"]!, (string)credential["clientSecret"]!);
    }

    public static async Task SeatAsync(HubApi api, string subscription)
    {
        var boss = (await api.GetAsync("/identity/v1/people?search=boss@acme.example"))["items"]!.AsArray().Single()!;
        using var seat = await api.Http.PutAsync($"/orders/v1/subscriptions/{subscription}/seats/{(string)boss["id"]!}", null);
        Assert.True(seat.IsSuccessStatusCode, await seat.Content.ReadAsStringAsync());
    }

    private static async Task EnableAsync(HubApi api, string plugin, string application, object settings)
    {
        using var set = await api.Http.PutAsJsonAsync($"/system/v1/plugins/{plugin}/settings", settings);
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        await api.PostAsync($"/system/v1/plugins/{plugin}/enable");
        await Eventually.IsTrueAsync(
            async () => (await api.GetAsync("/catalog/v1/applications"))["items"]!.AsArray().Any(a => (string?)a!["key"] == application), "the application is known");
    }

    private static Task ActiveAsync(HubApi api, string subscription) => Eventually.IsTrueAsync(
        async () =>
        {
            var state = (string?)(await api.GetAsync($"/orders/v1/subscriptions/{subscription}"))["state"];
            if (state != "active")
            {
                // The application was not there yet when the hub asked first; its next question would come in a minute.
                using var asked = await api.Http.PostAsync($"/orders/v1/subscriptions/{subscription}/try-now", null);
            }

            return state == "active";
        },
        "the subscription is active",
        TimeSpan.FromSeconds(90));
}
