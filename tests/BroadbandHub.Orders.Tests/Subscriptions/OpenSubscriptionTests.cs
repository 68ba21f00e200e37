using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Orders.Tests.Subscriptions;

public sealed class OpenSubscriptionTests
{
    public static TheoryData<string, string?> Orders => new()
    {
        { "good", null },
        { "enterprise:unknown", "subscription.unknown_enterprise" },
        { "enterprise:none", "subscription.unknown_enterprise" },
        { "product:unknown", "subscription.unknown_product" },
        { "product:none", "subscription.unknown_product" },
        { "product:draft", "subscription.product_not_on_sale" },
        { "product:retired", "subscription.product_not_on_sale" },
        { "plan:older", null },
        { "plan:draft", "subscription.unknown_plan" },
        { "plan:unknown", "subscription.unknown_plan" },
        { "start:2026-11-22", null },
        { "start:2024-11-22", null },
        { "start:2024-11-21", "subscription.start_too_far" },
        { "start:2028-11-22", null },
        { "start:2028-11-23", "subscription.start_too_far" },
        { "denied:2026-11-21", "subscription.backdating_forbidden" },
        { "denied:2026-11-22", null },
        { "denied:2026-11-23", null },
    };

    [Theory, MemberData(nameof(Orders))]
    public async Task An_order_is_checked(string what, string? code)
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var (about, value) = (what.Split(':')[0], what[(what.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (about == "denied")
        {
            hub.User.Denied.Add(OrdersPermissions.Backdate);
        }

        var good = Some.Order();
        var opened = await hub.OpenAsync(about switch
        {
            "enterprise" => good with { EnterpriseId = value == "none" ? null : EnterpriseId.New(hub.Clock) },
            "product" => good with { ProductId = value == "none" ? null : value == "draft" ? Some.Draft : value == "retired" ? Some.Retired : ProductId.New(hub.Clock) },
            "plan" => good with { PlanVersionId = value == "older" ? Some.Plan1 : value == "draft" ? Some.PlanDraft : PlanVersionId.New(hub.Clock) },
            "start" or "denied" => good with { StartsOn = Some.Day(value) },
            _ => good,
        });
        Assert.Equal(code, opened.Error?.Code);
    }

    [Fact]
    public async Task A_customer_who_is_not_served_orders_nothing_and_what_is_not_over_is_counted()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        await hub.OpenAsync(Some.Order());
        hub.Services.GetRequiredService<FakeCustomers>().NotServed.Add(Some.Acme);
        Assert.Equal("customer.not_served", (await hub.OpenAsync(Some.Order())).Error?.Code);
        await using var scope = hub.Services.CreateAsyncScope();
        var running = scope.ServiceProvider.GetRequiredService<IRunningServices>();
        Assert.Equal((1, 0), (await running.CountAsync(Some.Partner, TestContext.Current.CancellationToken), await running.CountAsync(PartnerId.New(hub.Clock), TestContext.Current.CancellationToken)));
        Assert.Equal((1, 0), (await running.CountAsync(Some.Acme, TestContext.Current.CancellationToken), await running.CountAsync(Some.Other, TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task Nothing_new_is_sold_of_a_partner_that_is_not_active()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.Services.GetRequiredService<FakePartners>().NotActive.Add(Some.Partner);
        Assert.Equal("subscription.partner_not_active", (await hub.OpenAsync(Some.Order())).Error?.Code);
        hub.Services.GetRequiredService<FakePartners>().NotActive.Clear();
        Assert.True((await hub.OpenAsync(Some.Order())).IsOk);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_day_begins_at_midnight_in_the_operators_zone(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        hub.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 22, 16, 30, 0, TimeSpan.Zero));
        var opened = (await hub.OpenAsync(Some.Order())).Value;
        Assert.Equal(Some.Day("2026-11-23"), opened.StartsOn);
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 16, 0, 0, TimeSpan.Zero), opened.StartsAt);
        Assert.Equal(Some.Plan2, opened.PlanVersionId);
        var read = await hub.GetAsync(opened.Id);
        Assert.Equal((opened.StartsOn, opened.StartsAt), (read.StartsOn, read.StartsAt));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_key_with_the_same_order_is_the_same_subscription(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => hub.OpenAsync(Some.Order(), "key-1")));
        Assert.All(answers, a => Assert.True(a.IsOk, a.Error?.Message));
        var id = Assert.Single(answers.Select(a => a.Value.Id).Distinct());
        Assert.Equal(id, (await hub.OpenAsync(Some.Order(), "key-1")).Value.Id);
        Assert.NotEqual(id, (await hub.OpenAsync(Some.Order(), "KEY-1")).Value.Id);
        Assert.Equal(2, (await hub.DoAsync(new ListSubscriptions.Query(null, 50, null, null, null))).Total);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_key_with_another_order_is_a_conflict(Engine engine)
    {
        await using var hub = await OrdersHub.StartAsync(engine);
        await hub.OpenAsync(Some.Order(), "key-1");
        var other = await hub.OpenAsync(Some.Order(Some.Day("2026-11-23")), "key-1");
        Assert.Equal((ErrorKind.Conflict, "idempotency.other_content"), (other.Error!.Kind, other.Error.Code));
        hub.User.PersonId = PersonId.New(hub.Clock);
        Assert.True((await hub.OpenAsync(Some.Order(Some.Day("2026-11-23")), "key-1")).IsOk);
        Assert.Equal("idempotency.bad_key", (await hub.OpenAsync(Some.Order(), new string('k', 201))).Error?.Code);
    }

    [Fact]
    public async Task A_refused_order_does_not_use_its_key_up()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        Assert.False((await hub.OpenAsync(Some.Order() with { ProductId = Some.Draft }, "key-1")).IsOk);
        Assert.True((await hub.OpenAsync(Some.Order(), "key-1")).IsOk);
    }

    [Fact]
    public async Task An_enterprise_orders_for_itself_only_and_at_the_current_price_only()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        hub.User.BeEnterprise(Some.Acme);
        Assert.Equal(Some.Acme, (await hub.OpenAsync(Some.Order() with { EnterpriseId = null })).Value.EnterpriseId);
        Assert.Equal("subscription.unknown_enterprise", (await hub.OpenAsync(Some.Order() with { EnterpriseId = Some.Other })).Error?.Code);
        Assert.Equal("subscription.unknown_plan", (await hub.OpenAsync(Some.Order() with { PlanVersionId = Some.Plan1 })).Error?.Code);
        Assert.Equal("subscription.unknown_product", (await hub.OpenAsync(Some.Order() with { ProductId = Some.Draft })).Error?.Code);
        hub.User.BePartner(Some.Partner);
        Assert.Equal("subscription.unknown_enterprise", (await hub.OpenAsync(Some.Order())).Error?.Code);
        hub.User.BeApplication("disk");
        Assert.Equal("subscription.unknown_enterprise", (await hub.OpenAsync(Some.Order())).Error?.Code);
    }

    [Fact]
    public async Task A_subscription_for_later_waits_for_its_day()
    {
        await using var hub = await OrdersHub.StartAsync(Engine.Sqlite);
        var id = await hub.OpenAsync(Some.Day("2026-12-01"));
        await hub.ProvisionAsync();
        Assert.Equal("operation.too_early", (await hub.SendAsync(new BroadbandHub.Orders.Provisioning.TryNow.Command(id))).Error?.Code);
        hub.Plugins.Answer(new ProvisioningResult.Done());
        hub.Clock.SetUtcNow(new DateTimeOffset(2026, 11, 30, 16, 0, 0, TimeSpan.Zero));
        await hub.ProvisionAsync();
        Assert.Equal("active", (await hub.GetAsync(id)).State);
    }
}
