using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Orders.Tests.Subscriptions;

public sealed class SubscriptionTests
{
    /// <summary>The day of the end, whether the past is allowed, and what is wrong with it. It is 22 November; the start was the 1st.</summary>
    public static TheoryData<string?, bool, string?> Ends => new()
    {
        { null, false, null },
        { "2026-11-22", false, null },
        { "2026-11-21", false, "subscription.backdating_forbidden" },
        { "2026-11-21", true, null },
        { "2026-11-02", true, null },
        { "2026-11-01", true, "subscription.ends_before_start" },
        { "2028-11-22", false, null },
        { "2028-11-23", false, "subscription.end_too_far" },
    };

    [Theory, MemberData(nameof(Ends))]
    public async Task The_day_of_the_end_is_checked(string? endsOn, bool past, string? code)
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Catalog.HasProvisioner = false;
        var id = await hub.OpenAsync(Some.Day("2026-11-01"));
        if (!past)
        {
            hub.User.Denied.Add(OrdersPermissions.Backdate);
        }

        var ended = await hub.SendAsync(new EndSubscription.Command(id, endsOn is null ? null : Some.Day(endsOn)));
        Assert.Equal(code, ended.Error?.Code);
        Assert.Equal(code is null ? 2 : 1, hub.Heard.All.Count);
        if (code is null)
        {
            Assert.Equal(endsOn ?? "2026-11-23", ended.Value.EndsOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            Assert.Equal("subscription.wrong_state", (await hub.SendAsync(new EndSubscription.Command(id, Some.Day("2026-12-01")))).Error?.Code);
        }
    }

    [Fact]
    public async Task Only_an_active_subscription_can_end()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var id = await hub.OpenAsync();
        Assert.Equal("subscription.wrong_state", (await hub.SendAsync(new EndSubscription.Command(id, null))).Error?.Code);
        Assert.Equal("subscription.not_found", (await hub.SendAsync(new EndSubscription.Command(SubscriptionId.New(hub.Clock), null))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_order_for_a_later_day_can_be_withdrawn_and_its_application_never_hears_of_it(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var id = await hub.OpenAsync(Some.Day("2026-12-01"));
        Assert.Equal("withdrawn", (await hub.DoAsync(new WithdrawSubscription.Command(id))).State);
        hub.Clock.Advance(TimeSpan.FromDays(30));
        await hub.ProvisionAsync();
        var subscription = await hub.GetAsync(id);
        Assert.Equal(("withdrawn", "withdrawn"), (subscription.State, Assert.Single(subscription.Operations).State));
        Assert.Empty(hub.Plugins.Orders);
        Assert.Empty(hub.Heard.All);
        Assert.Equal("subscription.wrong_state", (await hub.SendAsync(new WithdrawSubscription.Command(id))).Error?.Code);
        Assert.Equal("operation.nothing_open", (await hub.SendAsync(new TryNow.Command(id))).Error?.Code);
    }

    [Fact]
    public async Task An_application_that_was_asked_takes_a_withdrawn_order_away_again()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Plugins.Answer(new ProvisioningResult.Pending(), new ProvisioningResult.Done());
        var id = await hub.OpenAsync();
        await hub.ProvisionAsync();
        await hub.DoAsync(new WithdrawSubscription.Command(id));
        await hub.ProvisionAsync();
        Assert.Equal([ProvisioningAction.Activate, ProvisioningAction.End], hub.Plugins.Orders.Select(o => o.Action));
        var subscription = await hub.GetAsync(id);
        Assert.Equal("withdrawn", subscription.State);
        Assert.Equal(["withdrawn", "done"], subscription.Operations.Select(o => o.State));
        Assert.Empty(hub.Heard.All);
        Assert.Empty(await hub.EventsAsync());
    }

    [Fact]
    public async Task A_call_under_way_comes_back_before_the_application_is_told_of_the_withdrawal()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var id = await hub.OpenAsync();
        var operation = Assert.Single((await hub.GetAsync(id)).Operations).Id;
        await hub.DoAsync(new ClaimOperation.Command(operation));
        await hub.DoAsync(new WithdrawSubscription.Command(id));
        await hub.ProvisionAsync();
        Assert.Empty(hub.Plugins.Orders);
        Assert.Equal("operation.settled", (await hub.SendAsync(new RecordAnswer.Command(operation, ApplicationAnswer.Of(new PluginAnswer<ProvisioningResult>.Answered(new ProvisioningResult.Done()))))).Error?.Code);
        hub.Clock.Advance(TimeSpan.FromMinutes(3));
        hub.Plugins.Answer(new ProvisioningResult.Done());
        await hub.ProvisionAsync();
        Assert.Equal(ProvisioningAction.End, Assert.Single(hub.Plugins.Orders).Action);
        Assert.Equal("withdrawn", (await hub.GetAsync(id)).State);
    }

    [Fact]
    public async Task What_is_active_or_a_strangers_cannot_be_withdrawn()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Catalog.HasProvisioner = false;
        var id = await hub.OpenAsync();
        Assert.Equal("subscription.wrong_state", (await hub.SendAsync(new WithdrawSubscription.Command(id))).Error?.Code);
        hub.User.BeEnterprise(Some.Other);
        Assert.Equal("subscription.not_found", (await hub.SendAsync(new WithdrawSubscription.Command(id))).Error?.Code);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Each_audience_sees_its_own_subscriptions_and_a_stranger_none(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var acme = await hub.OpenAsync();
        var other = (await hub.OpenAsync(Some.Order() with { EnterpriseId = Some.Other })).Value.Id;
        Assert.Equal(2, await CountAsync(hub));

        hub.User.BeEnterprise(Some.Acme);
        Assert.Equal(acme, Assert.Single((await hub.DoAsync(new ListSubscriptions.Query(null, 50, null, null, null))).Items).Id);
        Assert.Empty((await hub.DoAsync(new ListSubscriptions.Query(null, 50, Some.Other, null, null))).Items);
        Assert.Equal("subscription.not_found", (await hub.SendAsync(new GetSubscription.Query(other))).Error?.Code);
        Assert.Equal("subscription.not_found", (await hub.SendAsync(new EndSubscription.Command(other, null))).Error?.Code);
        Assert.Equal("subscription.not_found", (await hub.SendAsync(new TryNow.Command(other))).Error?.Code);

        hub.User.BePartner(Some.Partner);
        Assert.Equal(2, await CountAsync(hub));
        hub.User.BePartner(PartnerId.New(hub.Clock));
        Assert.Equal(0, await CountAsync(hub));
        hub.User.BeApplication("disk");
        Assert.Equal(2, await CountAsync(hub));
        hub.User.BeApplication("mail");
        Assert.Equal(0, await CountAsync(hub));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Subscriptions_are_listed_newest_first_by_cursor(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var ids = new List<SubscriptionId>();
        for (var i = 0; i < 5; i++)
        {
            hub.Clock.Advance(TimeSpan.FromMilliseconds(1));
            ids.Add(await hub.OpenAsync());
        }

        var seen = new List<SubscriptionId>();
        SubscriptionId? after = null;
        do
        {
            var page = await hub.DoAsync(new ListSubscriptions.Query(after, 2, Some.Acme, Some.Disk, "Provisioning"));
            seen.AddRange(page.Items.Select(s => s.Id));
            after = page.Next is null ? null : SubscriptionId.Parse(page.Next);
        }
        while (after is not null);

        Assert.Equal(Enumerable.Reverse(ids), seen);
        Assert.Equal("subscription.unknown_state", (await hub.SendAsync(new ListSubscriptions.Query(null, 2, null, null, "1"))).Error?.Code);
        Assert.Equal("list.bad_limit", (await hub.SendAsync(new ListSubscriptions.Query(null, 201, null, null, null))).Error?.Code);
    }

    private static async Task<int> CountAsync(OrdersHub hub) => (await hub.DoAsync(new ListSubscriptions.Query(null, 50, null, null, null))).Total;
}
