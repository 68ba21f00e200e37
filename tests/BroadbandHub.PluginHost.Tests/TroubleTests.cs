using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>A bad plugin never stops the host or another plugin, and what is wrong is one sentence.</summary>
public sealed class TroubleTests
{
    [Theory]
    [InlineData("throws", "It failed at start with TroubledException: the frobnicator is not configured")]
    [InlineData("never-returns", "Setup did not return within 4 seconds; it must only register and do no work. Its thread is lost until this node restarts.")]
    [InlineData("unlisted", "It failed at start with InvalidOperationException: The plugin handles \"other.plugin/something@1\", but plugin.json does not list it under \"consumes\".")]
    public async Task A_plugin_that_fails_at_start_is_faulted_with_a_sentence(string trouble, string sentence)
    {
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble(trouble, "bad.one").With("test.echo"), settings: ("Plugins:SetupLimit", "00:00:04"));
        var view = await hub.ViewAsync("bad.one");
        Assert.Equal((PluginStatus.Faulted, sentence), (view.Status, view.Reason!));
        await AssertOthersRunAsync(hub);
        var health = await hub.Get<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Equal("Not running: bad.one.", health.Entries["plugins"].Description);

        // 200: one bad plugin takes no node out of the load balancer.
        Assert.Equal("Degraded", await hub.GetStringAsync("/health/ready"));
    }

    [Theory]
    [InlineData("model-hangs", Engine.Sqlite), InlineData("model-hangs", Engine.MySql)]
    [InlineData("migration-hangs", Engine.Sqlite), InlineData("migration-hangs", Engine.MySql)]
    public async Task Tables_whose_code_never_returns_hold_up_no_other_plugin_with_tables(string trouble, Engine engine)
    {
        // The good one comes after the bad one in the list, and both have something to migrate.
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble(trouble, "bad.tables").With("test.echo").With("test.notes"), engine, settings: ("Plugins:SetupLimit", "00:00:04"));
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync("bad.tables")).Status == PluginStatus.Faulted, "faulted");
        Assert.StartsWith("Setup did not return within 4 seconds", (await hub.ViewAsync("bad.tables")).Reason, StringComparison.Ordinal);
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.notes")).Status);
        await AssertOthersRunAsync(hub);
    }

    [Fact]
    public async Task A_plugin_that_never_returns_asks_for_a_restart_after_a_while()
    {
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble("never-returns", "bad.hangs").With("test.echo"),
            settings: [("Plugins:SetupLimit", "00:00:04"), ("Plugins:UnloadLimit", "00:00:01")]);
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync("bad.hangs")).Status == PluginStatus.RestartNeeded, "restart needed");
        await AssertOthersRunAsync(hub);
    }

    [Theory, InlineData("static-event"), InlineData("static-event-and-throwing-dispose")]
    public async Task A_plugin_that_leaks_through_a_static_event_asks_for_a_restart_after_it_is_disabled(string trouble)
    {
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble(trouble, "bad.leaks").With("test.echo"), settings: ("Plugins:UnloadLimit", "00:00:01"));
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("bad.leaks")).Status);
        await hub.DisableAsync("bad.leaks");
        var view = await hub.ViewAsync("bad.leaks");
        await Eventually.IsTrueAsync(
            async () => (view = await hub.ViewAsync("bad.leaks")).Status == PluginStatus.RestartNeeded,
            () => $"restart needed; it is {view}, {hub.Get<Runtime.Retirement>().Alive} in memory");
        Assert.Contains("restart this node to get rid of it", (await hub.ViewAsync("bad.leaks")).Reason, StringComparison.Ordinal);
        await AssertOthersRunAsync(hub);
    }

    [Fact]
    public async Task Rejected_plugins_of_all_kinds_leave_the_others_alone()
    {
        var folders = new TestPluginFolders().With("test.missing-member").With("test.echo").List("test.nowhere");
        folders.Copy("test.echo", asId: "bad.sdk", manifest: m => m["sdk"] = "1.0");
        folders.Copy("test.echo", asId: "bad.a", manifest: m => m["requires"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = "bad.b" }));
        folders.Copy("test.echo", asId: "bad.b", manifest: m => m["requires"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["id"] = "bad.a" }));
        await using var hub = await TestHub.StartAsync(folders.List("bad.sdk").List("bad.a").List("bad.b"));
        foreach (var id in new[] { "test.missing-member", "test.nowhere", "bad.sdk", "bad.a", "bad.b" })
        {
            var view = await hub.ViewAsync(id);
            Assert.Equal(PluginStatus.Rejected, view.Status);
            Assert.EndsWith(".", view.Reason, StringComparison.Ordinal);
        }

        await AssertOthersRunAsync(hub);
    }

    [Fact]
    public async Task A_background_service_that_fails_makes_the_plugin_faulted_and_is_tried_again()
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().WithTrouble("background", "bad.background").With("test.echo"));
        await Eventually.IsTrueAsync(async () => (await hub.ViewAsync("bad.background")).Status == PluginStatus.Faulted, "faulted");
        Assert.Equal("The background service Failing failed with TroubledException: the queue is not there It is started again after a while.", (await hub.ViewAsync("bad.background")).Reason);
        await Eventually.IsTrueAsync(() => Task.FromResult(hub.Plugins.RecentLog("bad.background").Count >= 2), "a second attempt");
        await AssertOthersRunAsync(hub);
    }

    [Fact]
    public async Task A_handler_that_hangs_delays_no_other_plugin_and_one_that_throws_is_parked_and_can_be_replayed()
    {
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble("hanging-handler", "bad.hangs").WithTrouble("throwing-handler", "bad.throws").With("test.echo"),
            settings: ("Plugins:CallLimit", "00:00:20"));
        var enterprise = new EnterpriseCreated(EnterpriseId.New(TimeProvider.System), "Acme", TimeProvider.System.GetUtcNow());
        await hub.RaiseAsync(enterprise);
        await Eventually.IsTrueAsync(async () => await hub.GetStringAsync("/plugins/test.echo/heard") == "welcome Acme", "the good one heard");
        var deliveries = hub.Get<IDeliveries>();
        await Eventually.IsTrueAsync(
            async () => (await deliveries.ListAsync("bad.throws", DeliveryState.Parked, null, 10, TestContext.Current.CancellationToken)).Count == 1, "parked");
        var parked = Assert.Single(await deliveries.ListAsync("bad.throws", null, null, 10, TestContext.Current.CancellationToken));
        Assert.Equal("The handler failed with TroubledException: attempt 9 for Acme", parked.Reason);

        // Later events of that subject wait for it, others do not; a replay begins at the first attempt again.
        Assert.Equal(1, await deliveries.ReplayAsync("bad.throws", null, TestContext.Current.CancellationToken));
        await Eventually.IsTrueAsync(
            async () => (await deliveries.ListAsync("bad.throws", DeliveryState.Parked, null, 10, TestContext.Current.CancellationToken)).Count == 1, "parked again");
        await AssertOthersRunAsync(hub);
    }

    [Fact]
    public async Task A_call_that_throws_blocks_or_finds_nobody_is_an_answer_of_its_own()
    {
        await using var hub = await TestHub.StartAsync(
            new TestPluginFolders().WithTrouble("none", "bad.calls").With("test.echo"), settings: ("Plugins:CallLimit", "00:00:00.500"));
        var calls = hub.Get<IPluginCalls>();
        var token = TestContext.Current.CancellationToken;
        var good = await calls.DecideAsync<IApplication, string>("test.echo", (a, _) => Task.FromResult(a.Describe().Key), token);
        Assert.Equal("echo", Assert.IsType<PluginAnswer<string>.Answered>(good).Value);
        var thrown = await calls.DecideAsync<IApplication, string>("bad.calls", (a, _) => Task.FromResult(a.Describe().Key), token);
        Assert.Equal("bad.calls failed with TroubledException: no description today", Assert.IsType<PluginAnswer<string>.Failed>(thrown).Reason);
        var blocked = await calls.DecideAsync<IApplicationProvisioner, ProvisioningResult>("bad.calls", (p, t) => p.ApplyAsync(null!, t), token);
        Assert.IsType<PluginAnswer<ProvisioningResult>.TimedOut>(blocked);
        var nobody = await calls.DecideAsync<IApplicationProvisioner, ProvisioningResult>("test.echo", (p, t) => p.ApplyAsync(null!, t), token);
        Assert.IsType<PluginAnswer<ProvisioningResult>.NotRunning>(nobody);

        var heard = 0;
        await calls.NotifyAsync<IApplication>(
            (a, _) =>
            {
                a.Describe();
                Interlocked.Increment(ref heard);
                return Task.CompletedTask;
            },
            token);
        Assert.Equal(1, heard);
        Assert.NotEmpty(hub.Plugins.RecentLog("bad.calls"));
    }

    private static async Task AssertOthersRunAsync(TestHub hub)
    {
        Assert.Equal(PluginStatus.Running, (await hub.ViewAsync("test.echo")).Status);
        Assert.Contains("1.0.0", await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        Assert.Equal("pong", await hub.GetStringAsync("/host/ping"));
    }
}
