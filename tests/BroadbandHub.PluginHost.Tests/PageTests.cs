using System.Net;
using System.Text.RegularExpressions;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Tests;

public sealed partial class PageTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_plugins_page_shows_its_tables_and_its_form_writes_them(Engine engine)
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"), engine);
        Assert.Contains("<h1>Notes 1.0.0</h1>", await hub.GetStringAsync("/s/test.notes/list"), StringComparison.Ordinal);
        Assert.Contains("saved milk Bright", await PostFormAsync(hub, "milk", "Bright"), StringComparison.Ordinal);
        Assert.Contains("<li>milk</li>", await hub.GetStringAsync("/s/test.notes/list"), StringComparison.Ordinal);
        Assert.Contains("The Text field is required.", await PostFormAsync(hub, "", "Calm"), StringComparison.Ordinal);
        Assert.Contains("<h1>Note 42</h1>", await hub.GetStringAsync("/s/test.notes/note/42"), StringComparison.Ordinal);
        Assert.Contains("<form", await hub.GetStringAsync("/s/test.notes/note/new"), StringComparison.Ordinal);
        Assert.Equal("no such page", await hub.GetStringAsync("/s/test.notes/nowhere"));
        Assert.Equal("no such page", await hub.GetStringAsync("/s/test.nobody/list"));
        await hub.DisableAsync("test.notes");
        Assert.Equal("no such page", await hub.GetStringAsync("/s/test.notes/list"));
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task The_portal_learns_sections_widgets_and_permissions_without_touching_the_plugins_types()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"));
        var contributions = hub.Get<IPluginContributions>();
        Assert.Equal(["notes", "desk"], contributions.Sections.Select(s => s.Key));
        Assert.Equal("/s/test.notes/list", contributions.Sections[0].Href);
        Assert.Equal(["latest"], contributions.Widgets.Select(w => w.Key));
        Assert.Equal(["notes.write"], contributions.Permissions.Select(p => p.Name));
        var match = hub.Get<IPluginPages>().Match("test.notes", "desk");
        Assert.Equal((Audience.Operator, "notes.write"), (match!.Audience, match.Permission!));

        await using var scope = hub.App.Services.CreateAsyncScope();
        var html = await hub.Get<IPluginPages>().RenderWidgetAsync("test.notes", "latest", scope.ServiceProvider, TestContext.Current.CancellationToken);
        Assert.Contains("latest of 1.0.0", html, StringComparison.Ordinal);
        await hub.DisableAsync("test.notes");
        Assert.Empty(contributions.Sections);
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Version_2_brings_a_migration_and_version_1_goes_on_working_with_its_tables(Engine engine)
    {
        var folders = new TestPluginFolders().With("test.notes");
        await using var hub = await TestHub.StartAsync(folders, engine);
        await PostFormAsync(hub, "one", "Calm");
        folders.Copy("test.notes", "2.0.0");
        foreach (var round in new[] { "two", "three" })
        {
            var up = (await hub.Plugins.UpgradeAsync("test.notes", null, "olga", TestContext.Current.CancellationToken)).Value;
            Assert.Equal(("2.0.0", "1.0.0", PluginStatus.Running), (up.Version, up.PreviousVersion, up.Status));
            await PostFormAsync(hub, round + " in 2", "Calm");
            var back = (await hub.Plugins.RollBackAsync("test.notes", "olga", TestContext.Current.CancellationToken)).Value;
            Assert.Equal(("1.0.0", PluginStatus.Running), (back.Version, back.Status));
            await PostFormAsync(hub, round + " in 1", "Calm");
        }

        var list = await hub.GetStringAsync("/plugins/test.notes/notes");
        Assert.Equal("""["one","two in 2","two in 1","three in 2","three in 1"]""", list);
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task A_second_plugin_with_the_same_table_prefix_is_faulted_and_the_first_one_goes_on()
    {
        var folders = new TestPluginFolders().With("test.notes");
        folders.Copy("test.notes", asId: "test.other-notes");
        await using var hub = await TestHub.StartAsync(folders.List("test.other-notes", enabled: false));
        var other = await hub.EnableAsync("test.other-notes");
        Assert.Equal((PluginStatus.Faulted, "Its table prefix \"tn_\" collides with that of the plugin test.notes; choose another."), (other.Status, other.Reason!));
        Assert.Contains("Notes 1.0.0", await hub.GetStringAsync("/s/test.notes/list"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_page_that_throws_while_another_part_of_it_reads_leaves_nothing_for_the_next_reader_to_stumble_over(Engine engine)
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"), engine);
        await PostFormAsync(hub, "milk", "Bright");
        for (var round = 0; round < 40; round++)
        {
            var broken = Enumerable.Range(0, 3).Select(_ => hub.GetAsync("/s/test.notes/breaks")).ToList();
            foreach (var answer in await Task.WhenAll(broken))
            {
                Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
                answer.Dispose();
            }

            foreach (var list in await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => hub.GetStringAsync("/plugins/test.notes/notes"))))
            {
                Assert.Equal("""["milk"]""", list);
            }
        }

        await hub.DisableAsync("test.notes");
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task A_plugins_page_sees_the_request_as_any_page_does()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.notes"));
        Assert.Contains("<p>GET /s/test.notes/request olga</p>", await hub.GetStringAsync("/s/test.notes/request"), StringComparison.Ordinal);
        await hub.DisableAsync("test.notes");
        Assert.Equal(0, await hub.AliveAsync());
    }

    internal static async Task<string> PostFormAsync(TestHub hub, string text, string mood)
    {
        var page = await hub.GetStringAsync("/s/test.notes/note/new");
        var token = TokenPattern().Match(page).Groups[1].Value;
        var answer = await hub.Http.PostAsync(
            "/s/test.notes/note/new",
            new FormUrlEncodedContent(new Dictionary<string, string>
            {
                ["_handler"] = "new-note", ["__RequestVerificationToken"] = token, ["Input.Text"] = text, ["Input.Mood"] = mood,
            }),
            TestContext.Current.CancellationToken);
        var html = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, html);
        return html;
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenPattern();
}
