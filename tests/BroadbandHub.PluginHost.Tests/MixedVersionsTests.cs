using System.Text.Json.Nodes;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>Two nodes of one installation that run different versions of a plugin for a while: version 1 handles "old" and "both", version 2 "new" and "both".</summary>
public sealed class MixedVersionsTests
{
    private const string Id = "test.listener";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_that_only_the_new_version_handles_waits_for_a_node_that_runs_it()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        using var ahead = Folders(withVersion2: true);
        using var behind = Folders(withVersion2: false);
        await using var old = await TestHub.StartNodeAsync(behind, database, "node-old");
        await using (var next = await TestHub.StartNodeAsync(ahead, database, "node-new"))
        {
            await MixAsync(next, old);
            for (var i = 0; i < 20; i++)
            {
                await RaiseAsync(i % 2 == 0 ? old : next, "news/new@1", $"n{i}");
                await RaiseAsync(i % 2 == 0 ? next : old, "news/both@1", $"n{i}");
            }

            await AllDoneAsync(next, 40);
            var (heardByNew, heardByOld) = (await HeardAsync(next), await HeardAsync(old));
            Assert.Equal(20, heardByNew.Count(h => h.StartsWith("news/new@1", StringComparison.Ordinal)));
            Assert.DoesNotContain(heardByOld, h => h.StartsWith("news/new@1", StringComparison.Ordinal));
            Assert.Equal(20, heardByNew.Concat(heardByOld).Count(h => h.StartsWith("news/both@1", StringComparison.Ordinal)));
        }

        // Nobody is left who handles it: it waits, unspoilt, and the old node does not even try.
        await RaiseAsync(old, "news/new@1", "alone");
        await RaiseAsync(old, "news/both@1", "meanwhile");
        await Eventually.IsTrueAsync(async () => (await HeardAsync(old)).Contains("news/both@1:meanwhile"), "the old node goes on with what it handles");

        // Heard is a moment earlier than done.
        IReadOnlyList<DeliveryView> pending = [];
        await Eventually.IsTrueAsync(async () => (pending = await old.Get<IDeliveries>().ListAsync(Id, DeliveryState.Pending, null, 10, Cancel)).Count == 1, "what was heard is done");
        var waiting = pending[0];
        Assert.Equal(("alone", 0), (waiting.Subject, waiting.Attempts));

        await using var again = await TestHub.StartNodeAsync(ahead, database, "node-again");
        await Eventually.IsTrueAsync(async () => (await HeardAsync(again)).Contains("news/new@1:alone"), "the next node with version 2 handles it");
    }

    [Fact]
    public async Task A_node_that_is_behind_takes_nothing_away_from_what_the_wanted_version_hears()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        using var ahead = Folders(withVersion2: true);
        using var behind = Folders(withVersion2: false);
        await using var old = await TestHub.StartNodeAsync(behind, database, "node-old");
        await using var next = await TestHub.StartNodeAsync(ahead, database, "node-new");
        await MixAsync(next, old);

        // What a node does that began to start version 1 before the operators changed their mind, and ends after the others have followed.
        var version1 = await old.Get<VersionFolders>().AdmitAsync(Id, "1.0.0", Cancel);
        await old.Get<PluginRuntime>().StartAsync(version1, new Dictionary<string, string?> { ["hears"] = "news/old@1 news/both@1" }, revision: 1, Cancel);
        await RaiseAsync(old, "news/new@1", "still");
        await Eventually.IsTrueAsync(async () => (await HeardAsync(next)).Contains("news/new@1:still"), "version 2 still hears what is new");
        await RaiseAsync(old, "news/old@1", "gone");
        Assert.DoesNotContain(await next.Get<IDeliveries>().ListAsync(Id, null, null, 100, Cancel), d => d.EventName == "news/old@1");
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_the_wanted_version_does_not_handle_is_done_and_says_why_and_blocks_nothing(Engine engine)
    {
        await using var hub = await TestHub.StartAsync(Folders(withVersion2: true), engine);
        await hub.DisableAsync(Id);
        await hub.App.Services.SubscribeAsync(Id, "news/old@1", "news/both@1");
        await RaiseAsync(hub, "news/old@1", "subject");
        await RaiseAsync(hub, "news/both@1", "subject");
        Assert.Equal("2.0.0", (await hub.EnableAsync(Id)).Version);

        await AllDoneAsync(hub, 2);
        Assert.Equal(["news/both@1:subject"], await HeardAsync(hub));
        var all = await hub.Get<IDeliveries>().ListAsync(Id, null, null, 10, Cancel);
        Assert.Equal([null, "Version 2.0.0 does not handle this event."], all.Select(d => d.Reason));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_disabled_plugin_gets_no_new_events_and_keeps_those_that_wait_for_it(Engine engine)
    {
        await using var hub = await TestHub.StartAsync(Folders(withVersion2: false), engine);
        await hub.App.Services.SubscribeAsync("somebody.else", "news/old@1");
        await hub.DisableAsync(Id);
        await RaiseAsync(hub, "news/old@1", "unheard");
        Assert.Empty(await hub.Get<IDeliveries>().ListAsync(Id, null, null, 10, Cancel));
        await hub.EnableAsync(Id);
        await RaiseAsync(hub, "news/old@1", "heard");
        await Eventually.IsTrueAsync(async () => (await HeardAsync(hub)).SequenceEqual(["news/old@1:heard"]), "it hears again");
    }

    private static TestPluginFolders Folders(bool withVersion2)
    {
        var folders = new TestPluginFolders().With(Id);
        if (withVersion2)
        {
            folders.Copy(Id, asVersion: "2.0.0", manifest: m =>
            {
                m["consumes"] = new JsonArray("news/new@1", "news/both@1");
                m["settings"]![0]!["default"] = "news/new@1 news/both@1";
            });
        }

        return folders;
    }

    /// <summary>Version 2 is wanted; one node has it, the other has not and goes on with version 1.</summary>
    private static async Task MixAsync(TestHub next, TestHub old)
    {
        // A fresh hub takes the highest version there is.
        if ((await next.ViewAsync(Id)).Version != "2.0.0")
        {
            Assert.True((await next.Plugins.UpgradeAsync(Id, "2.0.0", "olga", Cancel)).IsOk);
        }

        await Eventually.IsTrueAsync(
            async () => (await next.ViewAsync(Id)).Nodes.Select(n => (n.Node, n.Version)).SequenceEqual([("node-new", "2.0.0"), ("node-old", "1.0.0")])
                && old.Get<Generations>().Current(Id)?.Version == "1.0.0"
                && old.Get<PluginRuntime>().State(Id)?.Reason is not null,
            "two nodes run two versions");
    }

    private static async Task<string[]> HeardAsync(TestHub hub) =>
        (await hub.GetStringAsync($"/plugins/{Id}/heard")).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static Task AllDoneAsync(TestHub hub, int count) => Eventually.IsTrueAsync(
        async () => (await hub.Get<IDeliveries>().CountAsync(Id, Cancel)).GetValueOrDefault(DeliveryState.Done) == count, $"all {count} are done");

    private static async Task RaiseAsync(TestHub hub, string name, string subject)
    {
        await using var scope = hub.App.Services.CreateAsyncScope();
        var outbox = scope.ServiceProvider.GetRequiredService<IOutbox>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await outbox.AddAsync(new PluginMessage(name, subject, "{}", TimeProvider.System.GetUtcNow()), Cancel);
                return true;
            },
            _ => true,
            Cancel);
    }
}
