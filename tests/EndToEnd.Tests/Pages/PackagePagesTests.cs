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
            await page.WaitForURLAsync(new Regex("/console/plugins/(?!upload)"));
        }
    }

    private static Task RunsAsync(IPage page, string version) => Eventually.IsTrueAsync(
        async () =>
        {
            await page.GotoAsync("/console/plugins/portal.news");
            var text = await page.InnerTextAsync("main");
            return text.Contains("Running", StringComparison.Ordinal) && Regex.IsMatch(text, $@"Version\s+{Regex.Escape(version)}");
        },
        $"{version} runs");

    private static string Pack(string folder, string version)
    {
        var source = Path.Combine(HubProcess.RepositoryRoot(), "artifacts", "plugins", "portal.news");
        var copy = Directory.CreateDirectory(Path.Combine(folder, Path.GetRandomFileName())).FullName;
        var built = Directory.GetDirectories(source).Single();
        foreach (var file in Directory.GetFiles(built, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(copy, Path.GetRelativePath(built, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        var manifest = Path.Combine(copy, "plugin.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("\"version\": \"2.0.0\"", $"\"version\": \"{version}\"", StringComparison.Ordinal));
        var zip = Path.Combine(folder, Path.GetRandomFileName() + ".zip");
        ZipFile.CreateFromDirectory(copy, zip);
        return zip;
    }
}
