using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Orders.Tests.Provisioning;

public sealed class ProvisioningTests
{
    private static readonly Dictionary<string, object> Words = new(StringComparer.Ordinal)
    {
        ["done"] = new ProvisioningResult.Done("ref-7"),
        ["pending"] = new ProvisioningResult.Pending(),
        ["unknown"] = new ProvisioningResult.Unknown("line broke"),
        ["refused"] = new ProvisioningResult.Refused("disk.full", "No space left"),
        ["notExecuted"] = new ProvisioningResult.NotExecuted("not reached"),
        ["notRunning"] = new PluginAnswer<ProvisioningResult>.NotRunning("The plugin is disabled."),
        ["failed"] = new PluginAnswer<ProvisioningResult>.Failed("boom"),
        ["timedOut"] = new PluginAnswer<ProvisioningResult>.TimedOut(TimeSpan.FromSeconds(30)),
    };

    /// <summary>What the application says one time after another; what it was asked; what the subscription is in the end.</summary>
    public static TheoryData<string, string, string> Stories => new()
    {
        { "done", "apply", "active" },
        { "refused", "apply", "refused" },
        { "pending done", "apply query", "active" },
        { "pending pending refused", "apply query query", "refused" },
        { "unknown done", "apply query", "active" },
        { "unknown notExecuted done", "apply query apply", "active" },
        { "notExecuted notExecuted done", "apply apply apply", "active" },
        { "notRunning done", "none apply", "active" },
        { "pending notRunning done", "apply none query", "active" },
        { "failed done", "apply query", "active" },
        { "timedOut notExecuted done", "apply query apply", "active" },
        { "timedOut unknown unknown", "apply query query", "provisioning" },
    };

    [Theory, MemberData(nameof(Stories))]
    public async Task Every_answer_leads_where_it_should(string answers, string asked, string state)
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer([.. answers.Split(' ').Select(a => Words[a])]);
        var id = await hub.OpenAsync();
        foreach (var _ in answers.Split(' '))
        {
            await hub.ProvisionAsync();
            hub.Clock.Advance(TimeSpan.FromHours(1));
        }

        var subscription = await hub.GetAsync(id);
        Assert.Equal(state, subscription.State);
        Assert.Equal(asked, string.Join(' ', hub.Plugins.Calls));
        Assert.Single(hub.Plugins.Orders.Select(o => o.OperationId).Distinct().DefaultIfEmpty());
        Assert.Equal(answers.Split(' '), Assert.Single(subscription.Operations).History.Select(h => h.Outcome));
        Assert.Equal(state == "active" ? 1 : 0, hub.Heard.All.Count);
        Assert.Equal(state == "active" ? [nameof(SubscriptionActivated)] : [], await hub.EventsAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_order_becomes_active_and_everybody_hears_of_it_once(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        hub.Plugins.Answer(Words["done"]);
        var id = await hub.OpenAsync(Some.Day("2026-10-01"));
        Assert.Equal("provisioning", (await hub.GetAsync(id)).State);

        await Task.WhenAll(hub.ProvisionAsync(), hub.ProvisionAsync(), hub.ProvisionAsync());

        var subscription = await hub.GetAsync(id);
        Assert.Equal(("active", "ref-7", "Acme"), (subscription.State, subscription.Operations[0].Reference, subscription.EnterpriseName));
        Assert.Equal(
            new ServiceStarted(id, Some.Acme, Some.Disk, Some.Plan2, "disk", new DateTimeOffset(2026, 9, 30, 16, 0, 0, TimeSpan.Zero)), Assert.Single(hub.Heard.All));
        Assert.Equal([nameof(SubscriptionActivated)], await hub.EventsAsync());
        var order = Assert.Single(hub.Plugins.Orders);
        Assert.Equal((ProvisioningAction.Activate, "disk", id, "Acme"), (order.Action, order.ApplicationKey, order.SubscriptionId, order.EnterpriseName));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_wait_doubles_from_one_minute_to_one_hour(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var id = await hub.OpenAsync();
        var waits = new List<double>();
        for (var i = 0; i < 9; i++)
        {
            hub.Plugins.Answer(Words["unknown"]);
            await hub.ProvisionAsync();
            var next = (await hub.GetAsync(id)).Operations[0].NextAttemptAt!.Value;
            waits.Add((next - hub.Clock.GetUtcNow()).TotalMinutes);
            hub.Clock.SetUtcNow(next - TimeSpan.FromSeconds(1));
            await hub.ProvisionAsync();
            hub.Clock.SetUtcNow(next);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60, 60], waits);
    }

    [Fact]
    public async Task A_refused_order_says_why_and_is_not_asked_again()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer(Words["refused"]);
        var id = await hub.OpenAsync();
        await hub.ProvisionAsync();
        hub.Clock.Advance(TimeSpan.FromDays(1));
        await hub.ProvisionAsync();
        var subscription = await hub.GetAsync(id);
        Assert.Equal(("disk.full", "No space left", null), (subscription.RefusedCode, subscription.RefusedReason, subscription.Operations[0].NextAttemptAt));
        Assert.Equal("operation.nothing_open", (await hub.SendAsync(new TryNow.Command(id))).Error?.Code);
    }

    [Fact]
    public async Task Trying_now_does_not_wait_for_the_planned_time()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer(Words["pending"], Words["done"]);
        var id = await hub.OpenAsync();
        await hub.ProvisionAsync();
        await hub.ProvisionAsync();
        Assert.Equal("provisioning", (await hub.GetAsync(id)).State);
        await hub.DoAsync(new TryNow.Command(id));
        await hub.ProvisionAsync();
        Assert.Equal("active", (await hub.GetAsync(id)).State);
    }

    [Fact]
    public async Task A_plugin_that_starts_is_asked_at_once_for_what_waited_for_it()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer(Words["notRunning"], Words["done"]);
        var id = await hub.OpenAsync();
        await hub.ProvisionAsync();
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            foreach (var observer in scope.ServiceProvider.GetServices<IPluginObserver>())
            {
                await observer.OnRunningAsync("app.disk", TestContext.Current.CancellationToken);
            }
        }

        await hub.ProvisionAsync();
        Assert.Equal("active", (await hub.GetAsync(id)).State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_application_without_a_provisioner_is_ready_at_once(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        hub.Catalog.HasProvisioner = false;
        var opened = await hub.OpenAsync(Some.Order());
        Assert.Equal("active", opened.Value.State);
        Assert.Single(hub.Heard.All);

        var ended = await hub.DoAsync(new EndSubscription.Command(opened.Value.Id, Some.Day("2026-11-24")));
        Assert.Equal("ending", ended.State);
        await hub.ProvisionAsync();
        Assert.Equal("ending", (await hub.GetAsync(ended.Id)).State);
        hub.Clock.Advance(TimeSpan.FromDays(2));
        await hub.ProvisionAsync();
        Assert.Equal("ended", (await hub.GetAsync(ended.Id)).State);
        Assert.Equal([nameof(SubscriptionActivated), nameof(SubscriptionEnded)], await hub.EventsAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task When_another_module_cannot_write_nothing_is_half_written(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        hub.Plugins.Answer(Words["done"], Words["done"]);
        hub.Heard.FailNext = 1;
        var id = await hub.OpenAsync();
        await hub.ProvisionAsync();
        Assert.Equal("provisioning", (await hub.GetAsync(id)).State);
        Assert.Empty(await hub.EventsAsync());

        // The claim passes, and the same operation goes out again.
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        await hub.ProvisionAsync();
        Assert.Equal("active", (await hub.GetAsync(id)).State);
        Assert.Equal(2, hub.Plugins.Orders.Count);
        Assert.Single(hub.Plugins.Orders.Select(o => o.OperationId).Distinct());
    }

    [Fact]
    public async Task A_refused_end_can_be_tried_again_as_a_new_operation()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer(Words["done"], Words["refused"], Words["done"]);
        var id = await hub.OpenAsync(Some.Day("2026-11-01"));
        await hub.ProvisionAsync();
        await hub.DoAsync(new EndSubscription.Command(id, Some.Day("2026-11-22")));
        Assert.Equal(new ServiceEnded(id, new DateTimeOffset(2026, 11, 21, 16, 0, 0, TimeSpan.Zero)), hub.Heard.All.Last());
        await hub.ProvisionAsync();
        var refused = await hub.GetAsync(id);
        Assert.Equal(("ending", "No space left"), (refused.State, refused.Operations[1].LastMessage));

        await hub.DoAsync(new TryNow.Command(id));
        await hub.ProvisionAsync();
        var ended = await hub.GetAsync(id);
        Assert.Equal(("ended", 3), (ended.State, ended.Operations.Count));
        Assert.Equal(3, hub.Plugins.Orders.Select(o => o.OperationId).Distinct().Count());
        Assert.Equal(2, hub.Heard.All.Count);
    }
}
