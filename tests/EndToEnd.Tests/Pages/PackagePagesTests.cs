using System.IO.Compression;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;
using Microsoft.Playwright;

namespace BroadbandHub.EndToEnd.Tests.Pages;

/// <summary>A new version of a plugin, from the zip to the way back, by the console's pages alone; and its settings.</summary>
public sealed class PackagePagesTests(PortalFixture portal) : IClassFixture<PortalFixture>
{
    [Fact]
    public async Task A_package_is_uploaded_enabled_as_an_upgrade_and_rolled_back()
    {
        var page = await portal.SignInAsync("admin@hub.example");
        var folder = Directory.CreateTempSubdirectory("hub-package-");
        try
        {
            await UploadAsync(page, Pack(folder.FullName, "2.1.0"));
            await page.GotoAsync("/console/plugins/portal.news");
            await page.Locator("form:has(input[name='_handler'][value='upgrade']) select").SelectOptionAsync("2.1.0");
            await page.Locator("form:has(input[name='_handler'][value='upgrade']) button").ClickAsync();
            await RunsAsync(page, "2.1.0");
            await page.GotoAsync("/s/portal.news/articles");
            Assert.Contains("News", await page.InnerTextAsync("h1"), StringComparison.Ordinal);

            await page.GotoAsync("/console/plugins/portal.news");
            var back = page.Locator("details.hub-confirm:has(input[name='_handler'][value='roll-back'])");
            await back.Locator("summary").ClickAsync();
            await back.Locator("button").ClickAsync();
            await RunsAsync(page, "2.0.0");

            // The same version again is refused in words, and nothing changes.
            await UploadAsync(page, Pack(folder.FullName, "2.1.0"), refused: true);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Settings_are_kept_refused_at_the_field_and_nothing_typed_is_lost()
    {
        var page = await portal.SignInAsync("admin@hub.example");
        await page.GotoAsync("/console/plugins/portal.news/settings");
        await FeedLength(page).FillAsync("7");
        await SaveAsync(page);
        await page.GotoAsync("/console/plugins/portal.news/settings");
        Assert.Equal("7", await FeedLength(page).InputValueAsync());

        // Past the browser's own check, as any program could send it.
        await page.EvaluateAsync("() => document.querySelectorAll('form').forEach(f => f.noValidate = true)");
        await FeedLength(page).FillAsync("900");
        await SaveAsync(page);
        await Assertions.Expect(page.Locator(".hub-summary li")).ToHaveCountAsync(1);
        Assert.Equal("900", await FeedLength(page).InputValueAsync());
        await page.GotoAsync("/console/plugins/portal.news/settings");
        Assert.Equal("7", await FeedLength(page).InputValueAsync());
    }

    [Fact]
    public async Task An_event_that_a_plugin_cannot_handle_is_parked_and_replayed_from_its_page()
    {
        var page = await portal.SignInAsync("admin@hub.example");
        var folder = Directory.CreateTempSubdirectory("hub-package-");
        try
        {
            await UploadAsync(page, PackTroubled(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        using var api = await HubApi.AsOperatorAsync(portal.Hub);
        await api.PostAsync("/system/v1/plugins/test.troubled/enable");
        await RunsAsync(page, "1.0.0", "test.troubled");
        await api.PostAsync("/identity/v1/enterprises", new { name = "Parked Ltd" });
        var all = page.Locator("details.hub-confirm:has(input[name='_handler'][value='replay-all'])");
        await ParkedAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("attempt 9 for Parked Ltd");

        await page.Locator("tr:has-text('Parked Ltd') form:has(input[name='_handler'][value^='replay-']) button").ClickAsync();
        await page.ComesToAsync(new Regex("replayed=1"));
        await ParkedAsync();

        await all.Locator("summary").ClickAsync();
        await all.Locator("button").ClickAsync();
        await page.ComesToAsync(new Regex("replayed=1"));
        await page.GotoAsync("/console/plugins/test.troubled/log");
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Parked Ltd");

        // Away with it: the fixture's other tests ask for plugins that are well.
        await api.PostAsync("/system/v1/plugins/test.troubled/disable");

        Task ParkedAsync() => Eventually.IsTrueAsync(
            async () =>
            {
                await page.GotoAsync("/console/plugins/test.troubled/events?state=parked");
                // The page counts before it lists: an event parked in between is listed already and not counted yet.
                return await page.Locator("tr:has-text('Parked Ltd')").CountAsync() == 1 && await all.CountAsync() == 1;
            },
            "the event is parked");
    }

    private static ILocator FeedLength(IPage page) => page.Locator("input[name*='feedLength']").Last;

    private static Task SaveAsync(IPage page) => page.Locator("form:has(input[name='_handler'][value='settings']) button[type=submit]").Last.ClickAsync();

    private static async Task UploadAsync(IPage page, string zip, bool refused = false)
    {
        await page.GotoAsync("/console/plugins/upload");
        await page.Locator("input[type=file]").SetInputFilesAsync(zip);
        await page.Locator("form:has(input[type=file]) button[type=submit]").Last.ClickAsync();
        if (refused)
        {
            await Assertions.Expect(page.Locator(".hub-summary, .hub-notice--bad").First).ToBeVisibleAsync();
        }
        else
        {
            await page.ComesToAsync(new Regex("/console/plugins/(?!upload)"));
        }
    }

    private static Task RunsAsync(IPage page, string version, string plugin = "portal.news") => Eventually.IsTrueAsync(
        async () =>
        {
            await page.GotoAsync("/console/plugins/" + plugin);
            var text = await page.InnerTextAsync("main");
            return text.Contains("Running", StringComparison.Ordinal) && Regex.IsMatch(text, $@"Version\s+{Regex.Escape(version)}");
        },
        $"{version} runs");

    private static string Pack(string folder, string version) =>
        Pack(folder, "plugins/portal.news", manifest => manifest.Replace("\"version\": \"2.0.0\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));

    private static string PackTroubled(string folder) => Pack(
        folder,
        "test-plugins/test.troubled",
        manifest => manifest.Replace("\"key\": \"trouble\",", "\"key\": \"trouble\", \"default\": \"throwing-handler\",", StringComparison.Ordinal));

    private static string Pack(string folder, string artifacts, Func<string, string> change)
    {
        var source = Path.Combine(HubProcess.RepositoryRoot(), "artifacts", artifacts);
        var copy = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var built = Directory.GetDirectories(source).Single();
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var manifest = Path.Combine(copy, "plugin.json");
        File.WriteAllText(manifest, change(File.ReadAllText(manifest)));
        var zip = Path.Combine(folder, Path.GetRandomFileName() + ".zip");
        ZipFile.CreateFromDirectory(copy, zip);
        return zip;
    }
}
