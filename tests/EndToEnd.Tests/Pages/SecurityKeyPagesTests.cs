using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>A real browser with a USB security key made of software: what the pages' script does is what the browser accepts.</summary>
public sealed class SecurityKeyPagesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task Somebody_registers_a_key_and_signs_in_with_it_alone_and_with_a_typed_address()
    {
        var context = await portal.OpenAsync();
        var page = await context.NewPageAsync();

        // Browsers let keys be used on localhost without https, and on no bare address.
        var hub = new UriBuilder(portal.Hub.Address) { Host = "localhost" }.Uri;
        var authenticator = await context.NewCDPSessionAsync(page);
        await authenticator.SendAsync("WebAuthn.enable");
        await authenticator.SendAsync("WebAuthn.addVirtualAuthenticator", new()
        {
            ["options"] = new { protocol = "ctap2", transport = "usb", hasResidentKey = true, hasUserVerification = true, isUserVerified = true },
        });
        await SignInAsync(page, hub, "boss@acme.example");
        await page.GotoAsync(new Uri(hub, "/account/keys").ToString());
        await page.Locator("#field-key-name").FillAsync("Blue key");
        await page.Locator("[data-hub-key] button").ClickAsync();
        await page.ComesToAsync("**/account/keys?told=added");
        Assert.Contains("Blue key", await page.InnerTextAsync("table"), StringComparison.Ordinal);

        foreach (var (typed, lands) in new[] { ("", "/workspace/tasks"), ("boss@acme.example", "/workspace/tasks") })
        {
            await context.ClearCookiesAsync();
            await page.GotoAsync(new Uri(hub, "/workspace/tasks").ToString());
            await page.Locator("[name='Form.Email']").FillAsync(typed);
            await page.Locator("[data-hub-key] button").ClickAsync();
            await page.ComesToAsync("**" + lands);
        }

        await context.ClearCookiesAsync();
        await page.GotoAsync(new Uri(hub, "/sign-in").ToString());
        await page.Locator("[name='Form.Email']").FillAsync("admin@hub.example");
        await page.Locator("[data-hub-key] button").ClickAsync();
        await Assertions.Expect(page.Locator("[data-hub-key-said]")).ToContainTextAsync("was not accepted");
        await context.DisposeAsync();
    }

    private static async Task SignInAsync(IPage page, Uri hub, string email)
    {
        await page.GotoAsync(new Uri(hub, "/sign-in").ToString());
        await page.Locator("[name='Form.Email']").FillAsync(email);
        await page.Locator("[name='Form.Password']").FillAsync("try-the-hub-2026");
        await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
        await page.ComesToAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
    }
}
