using System.Net.Http.Json;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.SignOn;

/// <summary>An employee in a browser: one sign-in, one click, and the application knows who it is; one sign-out, and it does not any more.</summary>
public sealed class NetworkDiskSignOnTests
{
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_employee_opens_the_application_without_a_form_and_the_sign_out_reaches_it(Engine engine)
    {
        Assert.SkipUnless(Array.Exists(Browsers, File.Exists), "No Chromium (package chromium).");
        await using var hub = await HubProcess.StartAsync(engine, new() { ["Hub__PublicUrl"] = HubProcess.OwnAddress });
        await using var disk = new DiskProcess();
        using var api = await HubApi.AsOperatorAsync(hub);
        var subscription = await PrepareAsync(hub, api, disk);
        using var playwright = await Playwright.CreateAsync();
        await using var chromium = await playwright.Chromium.LaunchAsync(
            new() { ExecutablePath = Array.Find(Browsers, File.Exists), Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
        var page = await (await chromium.NewContextAsync(new() { BaseURL = hub.Address.ToString() })).NewPageAsync();
        page.SetDefaultTimeout(30_000);

        // Straight at the application: it leads over the hub's sign-in, and without a seat no further.
        await page.GotoAsync(disk.Address.ToString());
        await page.Locator("[name='Form.Email']").FillAsync("boss@acme.example");
        await page.Locator("[name='Form.Password']").FillAsync("try-the-hub-2026");
        await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("No seat");

        // The administrator of the enterprise gives a seat, to himself for once.
        await page.GotoAsync($"/workspace/applications/{subscription}/seats");
        await page.Locator("[name='Form.Person']").SelectOptionAsync(new SelectOptionValue { Index = 1 });
        await page.GetByRole(AriaRole.Button, new() { Name = "Assign seat" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Wang Fang" })).ToBeVisibleAsync();

        await page.GotoAsync("/workspace/applications");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open" }).First.ClickAsync();
        await page.WaitForURLAsync(disk.Address + "**");
        await Assertions.Expect(page.Locator(".who")).ToContainTextAsync("Wang Fang · Acme Trading");
        await page.GetByRole(AriaRole.Link, new() { Name = "Acme Trading" }).ClickAsync();
        await page.WaitForURLAsync($"{disk.Address}disk/{subscription}");
        Assert.Equal(403, (await page.GotoAsync($"{disk.Address}disk/sub_somebody-elses"))!.Status);

        // Out of the hub is out of the application: what was open before leads to the sign-in page.
        await page.GotoAsync("/sign-out/confirm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).Last.ClickAsync();
        await page.WaitForURLAsync(url => !url.Contains("/sign-out", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(
            async () =>
            {
                await page.GotoAsync($"{disk.Address}disk/{subscription}");
                return page.Url.StartsWith(hub.Address + "sign-in", StringComparison.Ordinal);
            },
            "the application has heard of the sign-out",
            TimeSpan.FromSeconds(60));

        // And the other way round.
        await page.Locator("[name='Form.Email']").FillAsync("boss@acme.example");
        await page.Locator("[name='Form.Password']").FillAsync("try-the-hub-2026");
        await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
        await page.WaitForURLAsync($"{disk.Address}disk/{subscription}");
        await page.Locator(".who button").ClickAsync();
        await page.WaitForURLAsync(hub.Address + "sign-in**");
        await page.GotoAsync("/workspace");
        Assert.StartsWith(hub.Address + "sign-in", page.Url, StringComparison.Ordinal);
    }

    /// <summary>The plugin knows the application, the application its credentials, and the demonstration's subscription is active there.</summary>
    private static async Task<string> PrepareAsync(HubProcess hub, HubApi api, DiskProcess disk)
    {
        using var set = await api.Http.PutAsJsonAsync("/system/v1/plugins/app.network-disk/settings", new { baseAddress = disk.Address, apiKey = DiskProcess.HubKey });
        Assert.True(set.IsSuccessStatusCode, await set.Content.ReadAsStringAsync());
        await api.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await api.GetAsync("/catalog/v1/applications"))["items"]!.AsArray().Any(a => (string?)a!["key"] == "network-disk"), "the application is known");
        var credential = await api.PostAsync("/catalog/v1/applications/network-disk/credentials");
        await disk.StartAsync(hub, (string)credential["clientId"]!, (string)credential["clientSecret"]!);
        string? id = null;
        await Eventually.IsTrueAsync(
            async () =>
            {
                var first = (await api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray().FirstOrDefault();
                id = (string?)first?["id"];
                if (first is not null && (string?)first["state"] != "active")
                {
                    // The disk was not there yet when the hub asked first; its next question would come in a minute.
                    using var asked = await api.Http.PostAsync($"/orders/v1/subscriptions/{id}/try-now", null);
                }

                return (string?)first?["state"] == "active";
            },
            "the demonstration's subscription is active",
            TimeSpan.FromSeconds(90));
        return id!;
    }
}
