using System.Net.Http.Json;
using BroadbandHub.EndToEnd.Tests.Pages;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.SignOn;

/// <summary>
/// An employee in a browser: one sign-in, and each application knows who it is; one sign-out, and none does any more. One application is the sample, the other one a page behind Apache
/// with mod_auth_openidc, which others wrote.
/// </summary>
public sealed class TwoSitesTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_employee_signs_in_once_and_reads_both_sites_and_after_a_sign_out_neither(Engine engine)
    {
        Assert.SkipUnless(Array.Exists(Browsers, File.Exists), "No Chromium (package chromium).");
        Assert.SkipUnless(ApacheProcess.IsInstalled, "No Apache with mod_auth_openidc (package libapache2-mod-auth-openidc).");
        var folder = Directory.CreateTempSubdirectory("hub-e2e-plugins-");
        await using var hub = await HubProcess.StartAsync(
            engine, new() { ["Hub__PublicUrl"] = HubProcess.OwnAddress, ["Plugins__ListFile"] = await SellingSignOn.ListWithIntranetAsync(folder) });
        await using var disk = new DiskProcess();
        await using var apache = await ApacheProcess.CreateAsync();
        using var api = await HubApi.AsOperatorAsync(hub);
        var subscription = await SellingSignOn.PrepareDiskAsync(hub, api, disk);
        await SuspendAndTakeBackAsync(api, disk);
        var (clientId, clientSecret) = await SellingSignOn.SellIntranetAsync(api, apache.Address);
        await apache.StartAsync(hub, clientId, clientSecret);
        folder.Delete(recursive: true);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Array.Find(Browsers, File.Exists), Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var page = await (await chromium.NewContextAsync(new() { BaseURL = hub.Address.ToString() })).NewPageAsync();
        page.SetDefaultTimeout(30_000);

        // Straight at the application: it leads over the hub's sign-in, and without a seat no further.
        await page.GotoAsync(disk.Address.ToString());
        await SignInAsync(page);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("No seat");

        // The administrator of the enterprise gives a seat, to himself for once.
        await page.GotoAsync($"/workspace/applications/{subscription}/seats");
        await page.Locator("[name='Form.Person']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign seat" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Wang Fang" })).ToBeVisibleAsync();

        await page.GotoAsync("/workspace/applications");
        await page.Locator($"a[href='{disk.Address}']").First.ClickAsync();
        await page.ComesToAsync(disk.Address + "**");
        await Assertions.Expect(page.Locator(".who")).ToContainTextAsync("Wang Fang · Acme Trading");
        await page.GetByRole(AriaRole.Link, new() { Name = "Acme Trading" }).ClickAsync();
        await page.ComesToAsync($"{disk.Address}disk/{subscription}");
        Assert.Equal(403, (await page.GotoAsync($"{disk.Address}disk/sub_somebody-elses"))!.Status);

        // The seat came with the application's role by default. Taken away, it ends the session there, and the next one reads only.
        var upload = page.Locator("input[type=file]");
        await page.GotoAsync($"{disk.Address}disk/{subscription}");
        await Assertions.Expect(upload).ToBeVisibleAsync();
        await page.GotoAsync($"/workspace/applications/{subscription}/seats");
        await page.GetByText("Change roles").ClickAsync();
        var roles = page.GetByRole(AriaRole.Group, new() { Name = "Roles of Wang Fang" });
        await roles.GetByRole(AriaRole.Checkbox, new() { Name = "Editor" }).UncheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save roles" }).ClickAsync();
        await Assertions.Expect(page.Locator(".hub-notice--good")).ToContainTextAsync("The roles have been saved.");
        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.GotoAsync($"{disk.Address}disk/{subscription}");
                return await page.Locator(".who").IsVisibleAsync() && !await upload.IsVisibleAsync();
            },
            "the disk has heard that the role is gone",
            TimeSpan.FromSeconds(60));
        Assert.Equal(403, (await page.APIRequest.DeleteAsync($"{disk.Address}files/{subscription}/anything")).Status);
        await ReadsAsync(page, apache);

        // The old part of the site takes a ticket, which opens nothing when the page is loaded again.
        await page.GotoAsync("/sso/ticket?application=intranet");
        await Assertions.Expect(page.Locator(".who")).ToHaveTextAsync("Wang Fang · Acme Trading");
        Assert.StartsWith(new Uri(apache.Address, "enter?from=hub&ticket=").AbsoluteUri, page.Url, StringComparison.Ordinal);
        Assert.Equal(403, (await page.ReloadAsync())!.Status);
        await Assertions.Expect(page.Locator("body")).ToHaveTextAsync("ticket.used");

        // Out of the hub is out of both sites: what was open before leads to the sign-in page.
        await page.GotoAsync("/sign-out/confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).Last.ClickAsync();
        await page.ComesToAsync(url => !url.Contains("/sign-out", StringComparison.Ordinal));
        await IsOutAsync($"{disk.Address}disk/{subscription}");
        await IsOutAsync(apache.Guarded.AbsoluteUri);

        // Out of one site is out of the hub and of the other one.
        await SignInAsync(page);
        await page.ComesToAsync(apache.Guarded.AbsoluteUri);
        await page.GotoAsync($"{disk.Address}disk/{subscription}");
        await page.Locator(".who button").ClickAsync();
        await page.ComesToAsync(hub.Address + "sign-in**");
        await page.GotoAsync("/workspace");
        Assert.StartsWith(hub.Address + "sign-in", page.Url, StringComparison.Ordinal);
        await IsOutAsync(apache.Guarded.AbsoluteUri);

        // And the other way round, by the way out that Apache's module offers.
        await page.GotoAsync($"{disk.Address}disk/{subscription}");
        await SignInAsync(page);
        await page.ComesToAsync($"{disk.Address}disk/{subscription}");
        await ReadsAsync(page, apache);
        await page.GotoAsync(apache.Leave.AbsoluteUri);
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Goodbye");
        Assert.Equal(new Uri(apache.Address, "left"), new Uri(new Uri(page.Url).GetLeftPart(UriPartial.Path)));
        await page.GotoAsync("/workspace");
        Assert.StartsWith(hub.Address + "sign-in", page.Url, StringComparison.Ordinal);
        await IsOutAsync($"{disk.Address}disk/{subscription}");

        Task IsOutAsync(string address) => Eventually.IsTrueAsync(
            async () =>
            {
                await page.GotoAsync(address);
                return page.Url.StartsWith(hub.Address + "sign-in", StringComparison.Ordinal);
            },
            () => $"{address} has heard of the sign-out: {page.Url}\n{apache.Log()}",
            TimeSpan.FromSeconds(60));
    }

    /// <summary>What happens to a partner reaches its application, and what its customers have goes on: the rest of the test finds everything as it was.</summary>
    private static async Task SuspendAndTakeBackAsync(HubApi api, DiskProcess disk)
    {
        using var application = new HttpClient { BaseAddress = disk.Address };
        application.DefaultRequestHeaders.Authorization = new("Bearer", DiskProcess.HubKey);
        var partner = (string)(await api.GetAsync("/identity/v1/partners"))["items"]![0]!["id"]!;
        await api.PostAsync($"/identity/v1/partners/{partner}/state", new { state = "suspended", reason = "Bills are unpaid." });
        await IsAsync("suspended", "Bills are unpaid.");
        await api.PostAsync($"/identity/v1/partners/{partner}/state", new { state = "active", reason = "Paid." });
        await IsAsync("active", null);

        Task IsAsync(string state, string? reason) => Eventually.IsTrueAsync(
            async () => await application.GetFromJsonAsync<Standing>("/provisioning/v1/partner") == new Standing(state, reason), $"the application has heard that its partner is {state}");
    }

    private sealed record Standing(string State, string? Reason);

    private static async Task SignInAsync(IPage page)
    {
        await page.Locator("[name='Form.Email']").FillAsync("boss@acme.example");
        await page.Locator("[name='Form.Password']").FillAsync("try-the-hub-2026");
        await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
    }

    /// <summary>Without a form: the hub knows who it is.</summary>
    private static async Task ReadsAsync(IPage page, ApacheProcess apache)
    {
        await page.GotoAsync(apache.Guarded.AbsoluteUri);
        Assert.True(page.Url == apache.Guarded.AbsoluteUri, $"{page.Url}\n{await page.InnerTextAsync("body")}\n{apache.Log()}");
        await Assertions.Expect(page.Locator(".who")).ToContainTextAsync("Wang Fang · Acme Trading · sub_");
    }
}
