using System.Net;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;

namespace Portal.News.Tests;

/// <summary>Version 1 and version 2 of the plugin, one after the other in a running host, on the same tables.</summary>
[Collection("one host at a time")]
public sealed class UpgradeTests
{
    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Versions_go_up_down_and_up_again_and_every_article_stays_readable_and_writable(Engine engine)
    {
        await using var hub = await NewsHub.StartAsync(engine);
        await RunsAsync(hub, "1.0.0");
        await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", "Written by version 1"), ("Input.Text", "One."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"));

        await using (var package = NewsHub.Package("plugins", "2.0.0"))
        {
            Assert.Null((await hub.Plugins.UploadAsync(package, "olga", TestContext.Current.CancellationToken)).Error);
        }

        Assert.Null((await hub.Plugins.UpgradeAsync(NewsHub.Id, "2.0.0", "olga", TestContext.Current.CancellationToken)).Error);
        await RunsAsync(hub, "2.0.0");
        Assert.Contains("Written by version 1", await hub.ReadAsync("/s/portal.news/articles"));
        await hub.SaveAsync(
            "/s/portal.news/editor/new", ("Input.Title", "Written by version 2"), ("Input.Text", "Two."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"),
            ("Input.Summary", "A summary 摘要"), ("Input.Pinned", "true"));

        Assert.Null((await hub.Plugins.RollBackAsync(NewsHub.Id, "olga", TestContext.Current.CancellationToken)).Error);
        await RunsAsync(hub, "1.0.0");
        var list = await hub.ReadAsync("/s/portal.news/articles");
        Assert.Contains("Written by version 2", list);
        Assert.DoesNotContain("A summary", list);
        await hub.SaveAsync(await hub.FormOfAsync("Written by version 2"), ("Input.Title", "Changed by version 1"));
        await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", "New in version 1 again"), ("Input.Text", "Three."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"));

        Assert.Null((await hub.Plugins.UpgradeAsync(NewsHub.Id, "2.0.0", "olga", TestContext.Current.CancellationToken)).Error);
        await RunsAsync(hub, "2.0.0");
        list = await hub.ReadAsync("/s/portal.news/articles");
        Assert.Contains("A summary 摘要", list);
        Assert.True(list.IndexOf("Changed by version 1", StringComparison.Ordinal) < list.IndexOf("New in version 1 again", StringComparison.Ordinal), "The pinned article stands first.");
        Assert.Contains("Written by version 1", list);
        await hub.SaveAsync(await hub.FormOfAsync("New in version 1 again"), ("Input.Summary", "Summed up later"));
        Assert.Contains("Summed up later", await hub.ReadAsync("/plugins/portal.news/feed.xml"));
        var article = (await hub.FormOfAsync("New in version 1 again")).Replace("/editor/articles/", "/articles/", StringComparison.Ordinal);
        Assert.Contains("Three.", await hub.ReadAsync(article));

        // The editors' order is theirs: the pinned article stands where its title puts it.
        foreach (var (sort, first) in new[] { ("title", "Changed by version 1"), ("-title", "Written by version 1"), ("-changed", "New in version 1 again"), ("changed", "Written by version 1") })
        {
            var editors = await hub.ReadAsync("/s/portal.news/editor?sort=" + sort);
            Assert.Equal(first, new[] { "Changed by version 1", "Written by version 1", "New in version 1 again" }.MinBy(t => editors.IndexOf($"aria-label=\"{t}\"", StringComparison.Ordinal)));
        }

        foreach (var sort in new[] { "state", "-state", "publish", "-publish" })
        {
            Assert.Contains("Written by version 1", await hub.ReadAsync("/s/portal.news/editor?sort=" + sort));
        }
    }

    [Fact]
    public async Task Disabled_it_is_gone_and_enabled_again_its_articles_are_there()
    {
        await using var hub = await NewsHub.StartAsync(Engine.Sqlite);
        await RunsAsync(hub, "1.0.0");
        await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", "Still here"), ("Input.Text", "One."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"));
        await hub.Plugins.DisableAsync(NewsHub.Id, "olga", TestContext.Current.CancellationToken);
        await hub.ReadAsync("/plugins/portal.news/feed.xml", HttpStatusCode.NotFound);
        await hub.Plugins.EnableAsync(NewsHub.Id, "olga", TestContext.Current.CancellationToken);
        await RunsAsync(hub, "1.0.0");
        Assert.Contains("Still here", await hub.ReadAsync("/plugins/portal.news/feed.xml"));
    }

    [Fact]
    public async Task Drafts_and_articles_whose_day_has_not_come_are_for_editors_only()
    {
        await using var hub = await NewsHub.StartAsync(Engine.Sqlite);
        await RunsAsync(hub, "1.0.0");
        await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", "A draft"), ("Input.Text", "One."), ("Input.PublishOn", "2026-01-01"));
        await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", "For the year 2999"), ("Input.Text", "One."), ("Input.PublishOn", "2999-01-01"), ("Input.Published", "true"));
        var list = await hub.ReadAsync("/s/portal.news/articles");
        Assert.DoesNotContain("A draft", list);
        Assert.DoesNotContain("2999", list);
        foreach (var title in new[] { "A draft", "For the year 2999" })
        {
            var form = await hub.FormOfAsync(title);
            await hub.ReadAsync(form.Replace("/editor/articles/", "/articles/", StringComparison.Ordinal), HttpStatusCode.NotFound);
        }
    }

    internal static async Task RunsAsync(NewsHub hub, string version) => await Eventually.IsTrueAsync(
        async () =>
        {
            var found = (await hub.Plugins.FindAsync(NewsHub.Id, TestContext.Current.CancellationToken))?.Plugin;
            Assert.False(found?.Status is PluginStatus.Rejected or PluginStatus.Faulted, $"{found?.Status}: {found?.Reason}");
            return found?.Status == PluginStatus.Running && found.Nodes.All(n => n.Version == version);
        },
        $"version {version} runs");
}
