using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;

namespace BroadbandHub.PluginHost.Tests;

public sealed class NodesTests
{
    [Fact]
    public async Task Two_nodes_on_one_MariaDB_follow_what_is_done_on_either_and_report_it()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        using var folders = new TestPluginFolders().With("test.echo", enabled: false).With("test.notes");
        await using var first = await TestHub.StartNodeAsync(folders, database, "node-a");
        await using var second = await TestHub.StartNodeAsync(folders, database, "node-b");
        await AgreeAsync(first, second, "test.notes", PluginStatus.Running);

        await first.EnableAsync("test.echo");
        await AgreeAsync(first, second, "test.echo", PluginStatus.Running);
        Assert.Contains("1.0.0", await second.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);

        folders.Copy("test.echo", asVersion: "1.1.0");
        Assert.Equal("1.1.0", (await second.Plugins.UpgradeAsync("test.echo", null, "olga", TestContext.Current.CancellationToken)).Value.Version);
        await AgreeAsync(first, second, "test.echo", PluginStatus.Running);
        Assert.Contains("1.1.0", await first.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        Assert.Equal(["node-a", "node-b"], (await first.ViewAsync("test.echo")).Nodes.Select(n => n.Node));

        // Tables of a plugin are one and the same on all nodes.
        await PageTests.PostFormAsync(first, "shared", "Calm");
        Assert.Equal("""["shared"]""", await second.GetStringAsync("/plugins/test.notes/notes"));

        await second.DisableAsync("test.notes");
        await AgreeAsync(first, second, "test.notes", PluginStatus.Disabled);
        Assert.Equal(0, await first.AliveAsync());
    }

    private static Task AgreeAsync(TestHub first, TestHub second, string id, PluginStatus status) => Eventually.IsTrueAsync(
        async () => (await first.ViewAsync(id)).Status == status && (await second.ViewAsync(id)).Status == status,
        $"{id} is {status} on both nodes");
}
