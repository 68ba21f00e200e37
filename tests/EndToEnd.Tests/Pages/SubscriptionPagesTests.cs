using System.Globalization;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>A subscription's life on the pages of the enterprise and of the operator.</summary>
public sealed class SubscriptionPagesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task An_order_waits_for_a_disabled_plugin_is_ready_when_it_runs_again_and_ends()
    {
        var boss = await portal.SignInAsync("boss@acme.example", width: 390);
        using var api = await HubApi.AsOperatorAsync(portal.Hub);
        await api.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(async () => await CountAsync(api, "active") == 1, "the demonstration's subscription is active");
        await api.PostAsync("/system/v1/plugins/app.network-disk/disable");

        await boss.Context.AddCookiesAsync([new() { Name = "hub.language", Value = "zh", Url = portal.Hub.Address.ToString() }]);
        await boss.GotoAsync("/workspace/applications");
        await boss.Locator("a[href^='/workspace/products/']").First.ClickAsync();
        Assert.Contains("CNY 99.00", await boss.InnerTextAsync("main"), StringComparison.Ordinal);
        await boss.GotoAsync("/workspace/applications");
        await boss.Locator("details.hub-confirm summary").First.ClickAsync();
        await boss.Locator("details.hub-confirm button").First.ClickAsync();
        await boss.ComesToAsync(new Regex("done=ordered"));
        Assert.Contains("开通中", await boss.InnerTextAsync("main"), StringComparison.Ordinal);

        var admin = await portal.SignInAsync("admin@hub.example");
        await admin.GotoAsync("/console/subscriptions?state=provisioning");
        await admin.Locator(".hub-open a").First.ClickAsync();
        await SeenAsync(admin, "Plugin not running");
        Assert.Contains("Next attempt", await admin.InnerTextAsync("main"), StringComparison.Ordinal);
        await admin.Locator("form:has(input[value='try-now']) button").ClickAsync();
        await admin.ComesToAsync(new Regex("done=asked"));

        await api.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await SeenAsync(admin, "Active since");
        await Eventually.IsTrueAsync(async () => await CountAsync(api, "active") == 2, "the plugin that runs again was asked at once");
        await admin.ReloadAsync();
        Assert.Equal("Active", await admin.Locator("h1 ~ .hub-badge, .hub-page-title .hub-badge").First.InnerTextAsync());

        await admin.Locator("form:has(input[name='_handler'][value='end']) .hub-form-buttons button").ClickAsync();
        await admin.ComesToAsync(new Regex("done=ended"));
        await SeenAsync(admin, "Waiting for the application to take it away");
        Assert.Equal(1, await CountAsync(api, "ending"));
    }

    [Fact]
    public async Task An_order_for_a_later_day_is_taken_back_and_last_months_lists_come_as_files()
    {
        await portal.SellAsync();
        using var api = await HubApi.AsOperatorAsync(portal.Hub);
        var sold = (await api.GetAsync("/orders/v1/subscriptions?state=active"))["items"]!.AsArray()[^1]!;
        var later = HubApi.FirstOfLastMonth().AddMonths(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var order = (string)(await api.PostAsync(
            "/orders/v1/subscriptions", new { enterpriseId = (string)sold["enterpriseId"]!, productId = (string)sold["productId"]!, startsOn = later }))["id"]!;
        var admin = await portal.SignInAsync("admin@hub.example");
        await admin.GotoAsync("/console/subscriptions/" + order);
        await admin.Locator("details.hub-confirm:has(input[value='withdraw']) summary").ClickAsync();
        await admin.Locator("details.hub-confirm:has(input[value='withdraw']) .hub-confirm-box button").ClickAsync();
        await admin.ComesToAsync(new Regex("done=withdrawn"));
        Assert.Equal("Withdrawn", await admin.Locator(".hub-page-title .hub-badge").First.InnerTextAsync());

        var month = HubApi.FirstOfLastMonth().ToString("yyyy-MM", CultureInfo.InvariantCulture);
        var bills = await FileAsync(admin, "/console/bills", "bills.csv");
        Assert.StartsWith("\uFEFFNumber,Kind,Customer,Month", bills, StringComparison.Ordinal);
        Assert.Matches(new Regex($"\nB[^,]+,Bill,Acme Trading,{month},.*,CNY,99,", RegexOptions.None, TimeSpan.FromSeconds(5)), bills);
        Assert.Contains($"\n{month},Issued,1,", await FileAsync(admin, "/console/runs", "runs.csv"), StringComparison.Ordinal);
        Assert.Contains("Acme Trading,", await FileAsync(admin, "/console/usage?month=" + month, "lines.csv"), StringComparison.Ordinal);
        Assert.Contains("Event id", await FileAsync(admin, $"/console/usage?month={month}&subscription={sold["id"]}", "events.csv", empty: true), StringComparison.Ordinal);
        await admin.GotoAsync("/console/bills?sort=-gross&columns=number&columns=gross");
        Assert.Equal(["Number", "Total"], (await admin.Locator("thead th:not(.hub-open)").AllInnerTextsAsync()).Select(t => t.Trim().Split('\n')[0]));

        var articles = await admin.Context.APIRequest.GetAsync("/plugins/portal.news/articles.csv?sort=title");
        Assert.StartsWith("\uFEFFTitle,State,Publishing date", await articles.TextAsync(), StringComparison.Ordinal);

        // The enterprise's own, and not the operator's.
        var boss = await portal.SignInAsync("boss@acme.example");
        Assert.Contains(month, await FileAsync(boss, "/workspace/bills", "bills.csv"), StringComparison.Ordinal);
        Assert.Equal(403, (await boss.Context.APIRequest.GetAsync("/console/bills.csv")).Status);
        Assert.Equal(403, (await boss.Context.APIRequest.GetAsync("/plugins/portal.news/articles.csv")).Status);
    }

    /// <summary>What the page's link leads to; a list without entries has no link.</summary>
    private static async Task<string> FileAsync(IPage page, string list, string file, bool empty = false)
    {
        await page.GotoAsync(list);
        var address = empty ? list.Replace("?", "/events.csv?", StringComparison.Ordinal) : await page.Locator($"a[href*='{file}']").First.GetAttributeAsync("href");
        var answer = await page.Context.APIRequest.GetAsync(address!);
        Assert.Equal(200, answer.Status);
        return await answer.TextAsync();
    }

    private static async Task<int> CountAsync(HubApi api, string state) => (await api.GetAsync($"/orders/v1/subscriptions?state={state}"))["items"]!.AsArray().Count;

    private static Task SeenAsync(IPage page, string words) => Eventually.IsTrueAsync(
        async () =>
        {
            await page.ReloadAsync();
            return (await page.InnerTextAsync("main")).Contains(words, StringComparison.Ordinal);
        },
        $"the page says '{words}'");
}
