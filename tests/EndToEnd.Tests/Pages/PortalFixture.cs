using System.Globalization;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>One hub and one browser for a class of tests. Skips, and says so, where there is no Chromium.</summary>
public sealed class PortalFixture : IAsyncLifetime
{
    private const string Password = "try-the-hub-2026";
    private static readonly string[] Browsers = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    /// <summary>What the driver does has limits of its own; whether the driver itself answers has none.</summary>
    private static readonly TimeSpan DriverLimit = TimeSpan.FromMinutes(2);

    private readonly SemaphoreSlim selling = new(1);
    private IPlaywright? playwright;
    private IBrowser? browser;
    private HubProcess? hub;

    public HubProcess Hub => hub!;

    public async ValueTask InitializeAsync()
    {
        var chromium = Array.Find(Browsers, File.Exists);
        if (chromium is null)
        {
            return;
        }

        playwright = await Playwright.CreateAsync().WaitAsync(DriverLimit);
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = chromium, Args = ["--no-sandbox", "--disable-dev-shm-usage"] }).WaitAsync(DriverLimit);
        // Events that fail are tried again at once and parked within a second, not after minutes.
        hub = await HubProcess.StartAsync(Engine.Sqlite, new() { ["Plugins__EventRetryBase"] = "00:00:00.005" });
    }

    /// <summary>A browser of its own, with nobody signed in.</summary>
    public async Task<IBrowserContext> OpenAsync(bool scripts = true, int width = 1280)
    {
        Assert.SkipWhen(browser is null, "No Chromium (package chromium).");
        var context = await browser.NewContextAsync(new()
        {
            BaseURL = Hub.Address.ToString(),
            JavaScriptEnabled = scripts,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        context.SetDefaultTimeout(30_000);
        return context;
    }

    public async Task<IPage> SignInAsync(string email, bool scripts = true, int width = 1280)
    {
        var page = await (await OpenAsync(scripts, width)).NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator("[name='Form.Email']").FillAsync(email);
        await page.Locator("[name='Form.Password']").FillAsync(Password);
        await page.Locator(".hub-main form button[type=submit]").First.ClickAsync();
        await page.ComesToAsync(url => !url.Contains("/sign-in", StringComparison.Ordinal));
        return page;
    }

    /// <summary>Something of each kind is there to be looked at: the demonstration comes with the plugin, and last month is billed.</summary>
    public async Task SellAsync()
    {
        using var api = await HubApi.AsOperatorAsync(Hub);
        await api.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await api.GetAsync("/orders/v1/subscriptions"))["items"]!.AsArray().Any(s => (string?)s!["state"] == "active"),
            "the demonstration's subscription is active");
        await selling.WaitAsync();
        try
        {
            if ((await api.GetAsync("/billing/v1/runs"))["items"]!.AsArray().Count == 0)
            {
                var run = (string)(await api.PostAsync("/billing/v1/runs", new { month = HubApi.FirstOfLastMonth().ToString("yyyy-MM", CultureInfo.InvariantCulture) }))["id"]!;
                await api.PostAsync($"/billing/v1/runs/{run}/approve");
                await api.PostAsync($"/billing/v1/runs/{run}/issue");
            }
        }
        finally
        {
            selling.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null)
        {
            await browser.DisposeAsync().AsTask().WaitAsync(DriverLimit);
        }

        playwright?.Dispose();
        if (hub is not null)
        {
            await hub.DisposeAsync();
        }
    }
}
