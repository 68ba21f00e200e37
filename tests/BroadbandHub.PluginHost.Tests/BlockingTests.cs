using System.Net;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>A plugin whose code blocks its thread and listens to nobody takes its own places and nothing else.</summary>
public sealed class BlockingTests
{
    private const string Id = "bad.blocks";
    private const int Most = 16;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_that_block_take_the_plugins_places_and_everybody_else_is_answered()
    {
        var folders = new TestPluginFolders().WithTrouble("blocks", Id).With("test.echo");
        await using var hub = await StartAsync(folders);
        using var stop = new CancellationTokenSource();
        var asked = Enumerable.Range(0, Most * 3).Select(_ => hub.Http.GetAsync(new Uri($"/plugins/{Id}/block", UriKind.Relative), stop.Token)).ToList();

        await Eventually.IsTrueAsync(() => Task.FromResult(asked.Count(a => a.IsCompleted) == Most * 2), "what is too much is refused at once");
        foreach (var refused in asked.Where(a => a.IsCompleted))
        {
            using var answer = await refused;
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("\"code\":\"plugin.busy\"", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        }

        Assert.IsType<PluginAnswer<int>.NotRunning>(await hub.Get<IPluginCalls>().DecideAsync<IApplication, int>(Id, (_, _) => Task.FromResult(1), Cancel));
        using (var page = await hub.GetAsync($"/s/{Id}/page"))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        }

        using (var nowhere = await hub.GetAsync($"/s/{Id}/nowhere"))
        {
            Assert.Equal(HttpStatusCode.OK, nowhere.StatusCode);
        }

        Assert.Equal("pong", await hub.GetStringAsync("/host/ping"));
        Assert.Contains("1.0.0", await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync(Id)).Status == PluginStatus.Faulted, "the plugin is marked");
        Assert.StartsWith(
            "16 calls of this plugin hang (endpoint 16): inside it for more than 1 seconds. No call gets in any more.", (await hub.ViewAsync(Id)).Reason, StringComparison.Ordinal);
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.echo")).Status);

        Release(folders);
        await Task.WhenAll(asked);
        await Eventually.IsTrueAsync(async () => await hub.ViewAsync(Id) is { Status: PluginStatus.Running, Reason: null }, "it is itself again");
        Assert.Equal("released", await hub.GetStringAsync($"/plugins/{Id}/block"));
    }

    [Fact]
    public async Task Handlers_that_block_keep_to_their_places_and_are_tried_again_when_these_are_free()
    {
        var folders = new TestPluginFolders().WithTrouble("blocks", Id).With("test.echo");
        await using var hub = await StartAsync(folders);
        await hub.RaiseAsync([.. Enumerable.Range(0, 12).Select(i => new EnterpriseCreated(EnterpriseId.New(TimeProvider.System), $"E{i}", TimeProvider.System.GetUtcNow()))]);
        await Eventually.IsTrueAsync(async () => (await hub.GetStringAsync("/plugins/test.echo/heard")).Split('|').Length == 12, "the good one has heard all");

        // Attempts run out of time, and still only eight threads are inside.
        var deliveries = hub.Get<IDeliveries>();
        await Eventually.IsTrueAsync(async () => (await deliveries.ListAsync(Id, null, null, 20, Cancel)).Count(d => d.Reason is not null) == 8, "eight attempts have failed");
        await Eventually.IsTrueAsync(
            async () => await hub.ViewAsync(Id) is { Status: PluginStatus.Running, Reason: { } reason } && reason.StartsWith("8 calls of this plugin hang (event 8)", StringComparison.Ordinal),
            "the plugin is marked");
        Assert.Equal(8, hub.Get<Generations>().Current(Id)!.Places.Taken("event"));
        Assert.Equal(4, (await deliveries.ListAsync(Id, null, null, 20, Cancel)).Count(d => d.Attempts == 0));

        Release(folders);
        await Eventually.IsTrueAsync(async () => (await deliveries.CountAsync(Id, Cancel)).GetValueOrDefault(DeliveryState.Done) == 12, "all are delivered");
    }

    [Fact]
    public async Task Widgets_that_block_are_left_out_and_the_others_of_the_page_are_shown()
    {
        var folders = new TestPluginFolders().WithTrouble("blocks", Id).With("test.notes");
        await using var hub = await StartAsync(folders);
        await using var scope = hub.App.Services.CreateAsyncScope();
        var pages = hub.Get<IPluginPages>();
        for (var page = 0; page < 3; page++)
        {
            var html = await Task.WhenAll(Enumerable.Repeat(Id, 10).Append("test.notes").Select(id =>
                pages.RenderWidgetAsync(id, id == Id ? "blocks" : "latest", scope.ServiceProvider, Cancel)));
            Assert.All(html[..10], Assert.Null);
            Assert.Contains("latest of 1.0.0", html[10], StringComparison.Ordinal);
        }

        Assert.Equal(Most, hub.Get<Generations>().Current(Id)!.Places.Taken("widget"));
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync(Id)).Reason?.StartsWith("16 calls of this plugin hang (widget 16)", StringComparison.Ordinal) == true, "the plugin is marked");

        // Another version begins with places of its own.
        folders.Copy("test.troubled", asId: Id, asVersion: "1.0.1", manifest: m => m["settings"]![0]!["default"] = "blocks");
        Assert.Equal(PluginStatus.Running, (await hub.Plugins.UpgradeAsync(Id, "1.0.1", "olga", Cancel)).Value.Status);
        Release(folders, "1.0.1");
        Assert.Contains("released", await pages.RenderWidgetAsync(Id, "blocks", scope.ServiceProvider, Cancel), StringComparison.Ordinal);
        Release(folders);
    }

    private static Task<TestHub> StartAsync(TestPluginFolders folders) => TestHub.StartAsync(
        folders, settings: [("Plugins:MostCalls", "16"), ("Plugins:CallLimit", "00:00:01"), ("Plugins:DrainLimit", "00:00:02"), ("Plugins:PollEvery", "00:00:00.100")]);

    private static void Release(TestPluginFolders folders, string version = "1.0.0") => File.WriteAllText(Path.Combine(folders.Root, Id, version, "release"), "");
}
