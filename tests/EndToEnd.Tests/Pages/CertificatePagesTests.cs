using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>What only a hub shows that takes certificates: at the sign-in, among one's own keys, and at a person.</summary>
public sealed class CertificatePagesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    private const string Boss = "boss@acme.example";

    [Fact]
    public async Task Axe_finds_nothing_wrong_with_certificates_in_either_language()
    {
        Assert.SkipUnless(File.Exists(AccessibilityTests.Axe), "No axe-core: npm was missing or offline when the tests were built.");
        var axe = await File.ReadAllTextAsync(AccessibilityTests.Axe, TestContext.Current.CancellationToken);
        using var authority = new TestAuthority("People of the province");
        var folder = Directory.CreateTempSubdirectory("hub-certificates-");
        var trusted = Path.Combine(folder.FullName, "authority.pem");
        await File.WriteAllTextAsync(trusted, authority.Pem, TestContext.Current.CancellationToken);
        await using var english = await portal.OpenAsync();
        await using var chinese = await portal.OpenAsync();
        await using var hub = await HubProcess.StartAsync(Engine.Sqlite, new()
        {
            ["Hub__PublicUrl"] = HubProcess.OwnAddress, ["Hub__Certificates__Url"] = "https://certificates.localhost/", ["Hub__Certificates__Authorities"] = trusted,
            ["Hub__Certificates__Proxy__Addresses__0"] = "127.0.0.1", ["Hub__Certificates__Proxy__Secret"] = "agreed-between-proxy-and-hub-0123456789",
        });
        using var api = await HubApi.AsOperatorAsync(hub);
        var boss = (string)(await api.GetAsync("/identity/v1/people?search=" + Boss))["items"]![0]!["id"]!;
        var token = await File.ReadAllTextAsync(authority.Issue(folder.FullName, "Wang Fang").Certificate, TestContext.Current.CancellationToken);
        await api.PostAsync($"/identity/v1/people/{boss}/certificates", new { name = "Office token", certificate = token });
        folder.Delete(recursive: true);

        await chinese.SetExtraHTTPHeadersAsync([new("Accept-Language", "zh-CN")]);
        var wrong = new List<string>();
        await ReadAsync(english, "Sign in with a certificate", "Certificates");
        await ReadAsync(chinese, "使用数字证书登录", "数字证书");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));

        async Task ReadAsync(IBrowserContext context, string signIn, string card)
        {
            var page = await context.NewPageAsync();
            await LookAsync(page, "sign-in", signIn);
            await LookAsync(page, "sign-in?certificate=certificate.revoked", signIn);
            await SignInAsync(page, Boss);
            await LookAsync(page, "account/keys", card);
            await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Office token", Exact = true })).ToBeVisibleAsync();
            await context.ClearCookiesAsync();
            await SignInAsync(page, "admin@hub.example");
            await LookAsync(page, "console/people/" + boss, card);
            await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "Office token", Exact = true })).ToBeVisibleAsync();
        }

        async Task LookAsync(IPage page, string path, string shown)
        {
            await page.GotoAsync(hub.Address + path);
            await Assertions.Expect(page.Locator("main")).ToContainTextAsync(shown);
            wrong.AddRange(await AccessibilityTests.ViolationsAsync(page, path, axe));
        }

        async Task SignInAsync(IPage page, string email)
        {
            await page.GotoAsync(hub.Address + "sign-in");
            await page.Locator("[name='Form.Email']").FillAsync(email);
            await page.Locator("[name='Form.Password']").FillAsync("try-the-hub-2026");
            await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
            await page.ComesToAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        }
    }
}
