using System.Globalization;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>The operator's way from a plugin to a subscription, through the pages alone.</summary>
public sealed class MainJobPagesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_operator_sells_an_application_with_and_without_scripts(bool scripts)
    {
        var page = await portal.SignInAsync("admin@hub.example", scripts);
        await EnableDiskAsync(page);
        var name = scripts ? "Disk for shops" : "Disk for schools";

        await page.GotoAsync("/console/enterprises/new");
        await page.Locator("[name='Form.Name']").FillAsync(name + " Ltd");
        await SubmitAsync(page, "new-enterprise");
        await page.ComesToAsync(new Regex("/console/enterprises/ent_"));

        await page.GotoAsync("/console/products/new");
        await page.Locator("[name='Form.ApplicationKey']").SelectOptionAsync("network-disk");
        await page.Locator("[name='Form.NameEn']").FillAsync(name);
        await SubmitAsync(page, "new-product");
        await page.ComesToAsync(new Regex("/console/products/prd_"));

        await page.GetByRole(AriaRole.Link, new() { Name = "Add price plan version" }).First.ClickAsync();
        await FillPlanAsync(page);
        await page.ComesToAsync(new Regex("/console/plans/plv_"));
        Assert.Contains("0.0000004", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await page.Locator("details.hub-confirm summary", new() { HasText = "Publish" }).ClickAsync();
        Assert.Contains("3 components", await page.Locator(".hub-confirm-box").First.InnerTextAsync(), StringComparison.Ordinal);
        await page.Locator(".hub-confirm-box button").First.ClickAsync();
        await page.ComesToAsync(new Regex("done=published"));

        await page.GotoAsync("/console/subscriptions/new");
        await page.Locator("[name='Form.EnterpriseId']").SelectOptionAsync(new SelectOptionValue { Label = name + " Ltd" });
        await page.Locator("[name='Form.ProductId']").SelectOptionAsync(new SelectOptionValue { Label = name + " (network-disk)" });
        await page.Locator("[name='Form.StartsOn']").FillAsync(HubApi.FirstOfLastMonth().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await SubmitAsync(page, "open");
        await page.ComesToAsync(new Regex("/console/subscriptions/sub_"));
        Assert.Contains(name + " Ltd", await page.InnerTextAsync("main"), StringComparison.Ordinal);

        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator(".hub-badge", new() { HasText = "Active" }).CountAsync() > 0;
            },
            "the subscription is active");
        Assert.Contains("Make ready", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_bills_last_month_and_the_customer_reads_the_bill()
    {
        var page = await portal.SignInAsync("admin@hub.example");
        await EnableDiskAsync(page);
        using var api = await HubApi.AsOperatorAsync(portal.Hub);
        await Eventually.IsTrueAsync(
            async () => (await api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray().Any(s => (string?)s!["state"] == "active"), "the demonstration's subscription is active");

        await page.GotoAsync("/console/runs");
        await page.Locator("form:has(input[name='_handler'][value='new-run']) button[type=submit]").ClickAsync();
        await page.ComesToAsync(new Regex("/console/runs/run_"));
        await BecomesAsync(page, "Waits for approval");
        await ConfirmAsync(page, "approve");
        await BecomesAsync(page, "Approved");
        await ConfirmAsync(page, "issue");
        await BecomesAsync(page, "Issued");

        var boss = await portal.SignInAsync("boss@acme.example");
        await boss.GotoAsync("/workspace/bills");
        await boss.Locator("tbody tr").First.Locator(".hub-open a").ClickAsync();
        await boss.ComesToAsync(new Regex("/workspace/bills/bil_"));
        await Assertions.Expect(boss.Locator("h1")).ToContainTextAsync("B20");
        await Assertions.Expect(boss.Locator("main")).ToContainTextAsync("99.00");
        var pdf = await boss.Context.APIRequest.GetAsync((await boss.Locator("a[href*='pdf']").First.GetAttributeAsync("href"))!);
        Assert.Equal((200, "%PDF-"), (pdf.Status, System.Text.Encoding.ASCII.GetString((await pdf.BodyAsync())[..5])));
    }

    private static Task BecomesAsync(IPage page, string state) => Eventually.IsTrueAsync(
        async () =>
        {
            await page.GotoAsync(page.Url);
            return await page.Locator(".hub-page-title .hub-badge").First.InnerTextAsync() == state;
        },
        $"the run is {state}");

    private static async Task ConfirmAsync(IPage page, string action)
    {
        var confirm = page.Locator($"details.hub-confirm:has(input[name='_handler'][value='{action}'])");
        await confirm.Locator("summary").ClickAsync();
        await confirm.Locator(".hub-confirm-box button").First.ClickAsync();
        await page.LoadedAsync();
    }

    private static async Task FillPlanAsync(IPage page)
    {
        await page.Locator("[value='add flatMonthly']").ClickAsync();
        await page.Locator("[name='Form.Components[0].Name.En']").FillAsync("Base fee");
        await page.Locator("[name='Form.Components[0].Amount']").FillAsync("ten");
        await page.Locator("[value='add graduated']").ClickAsync();

        // Posting back has lost nothing, not even what cannot be read.
        Assert.Equal("ten", await page.Locator("[name='Form.Components[0].Amount']").InputValueAsync());
        await page.Locator("[name='Form.Components[1].Name.En']").FillAsync("Storage");
        await page.Locator("[name='Form.Components[1].Meter']").SelectOptionAsync("storage.gb-hours");
        await page.Locator("[value='add-tier 1']").ClickAsync();
        await page.Locator("[name='Form.Components[1].Tiers[0].UpTo']").FillAsync("100");
        await page.Locator("[name='Form.Components[1].Tiers[0].UnitPrice']").FillAsync("0.3");
        await page.Locator("[name='Form.Components[1].Tiers[1].UpTo']").FillAsync("50");
        await page.Locator("[name='Form.Components[1].Tiers[1].UnitPrice']").FillAsync("0.2");
        await page.Locator("[name='Form.Components[1].Tiers[2].UnitPrice']").FillAsync("0.1");
        await page.Locator("[value='add perUnit']").ClickAsync();
        await page.Locator("[name='Form.Components[2].Name.En']").FillAsync("Requests");
        await page.Locator("[name='Form.Components[2].Meter']").SelectOptionAsync("requests");
        await page.Locator("[name='Form.Components[2].UnitPrice']").FillAsync("0.0000004");

        await SubmitAsync(page, "plan");
        var summary = page.Locator(".hub-summary li");
        await Assertions.Expect(summary).ToHaveCountAsync(2);
        await Assertions.Expect(page.Locator(".hub-field--wrong")).ToHaveCountAsync(2);
        Assert.Contains("Component 1: Not a number", await summary.First.InnerTextAsync(), StringComparison.Ordinal);
        Assert.Contains("must rise", await summary.Last.InnerTextAsync(), StringComparison.Ordinal);

        await page.Locator("[name='Form.Components[0].Amount']").FillAsync("10");
        await page.Locator("[name='Form.Components[1].Tiers[1].UpTo']").FillAsync("200");
        await SubmitAsync(page, "plan");
    }

    /// <summary>The last button of a form's own row is the main one; the editor has others before it.</summary>
    private static Task SubmitAsync(IPage page, string form) =>
        page.Locator($"form:has(input[name='_handler'][value='{form}']) .hub-form-buttons .hub-button--primary").Last.ClickAsync();

    private static async Task EnableDiskAsync(IPage page)
    {
        await page.GotoAsync("/console/plugins/app.network-disk");
        var enable = page.Locator("details.hub-confirm:has(input[name='_handler'][value='enable'])");
        if (await enable.CountAsync() > 0)
        {
            await enable.Locator("summary").ClickAsync();
            await enable.Locator("button").ClickAsync();
        }

        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.GotoAsync("/console/applications");
                return await page.Locator("a[href='/console/applications/network-disk']").CountAsync() > 0;
            },
            "the application of the enabled plugin is known");
    }
}
