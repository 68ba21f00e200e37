using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Tests.Bills;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static BroadbandHub.Billing.Tests.Bills.BillingWorld;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Rating;

public sealed class FreezeTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Lines_are_frozen_when_their_month_has_left_the_late_window_and_not_before(Engine engine)
    {
        await using var world = await CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m), Fee(10m), PerGb(1m, "parked"));
        await world.ReportAsync(Event(acme, "october", "3"), Event(acme, "parked", "1", meter: "parked"));
        await world.BillAsync();
        await world.QueryAsync(db => db.LineKeys.Where(k => k.ComponentKey == "parked").ExecuteUpdateAsync(set => set.SetProperty(k => k.Parked, "line.amount_out_of_range")));

        // October ends on the last of the month; 92 days later and two of margin is the third of February.
        world.Clock.MoveTo(BillingHub.At("2027-02-02T12:00:00+08:00"));
        Assert.Null(await FreezeAsync(world));
        Assert.Equal(["Accepted"], await world.ReportAsync(Event(acme, "november", "3", "2026-11-10T00:00:00Z")));
        world.Clock.MoveTo(BillingHub.At("2027-02-03T12:00:00+08:00"));
        Assert.Equal("2 lines up to 202610 frozen.", await FreezeAsync(world));
        Assert.Null(await FreezeAsync(world));

        Assert.Equal([(202610, true), (202610, false), (202610, true), (202611, false)],
            (await world.QueryAsync(db => db.LineKeys.OrderBy(k => k.Month).ThenBy(k => k.ComponentKey).ToListAsync())).Select(k => (k.Month, k.Frozen)));
        Assert.Equal(["usage.too_old"], await world.ReportAsync(Event(acme, "late", "1")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Usage_that_meets_a_frozen_line_is_kept_and_says_why_it_is_not_charged(Engine engine)
    {
        await using var world = await CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m), new PerUnit("traffic", new("Traffic", "流量"), "standard", "storage", 0.1m, 0), PerGb(1m, "other"));
        await world.ReportAsync(Event(acme, "october", "3"));
        await FrozenWithALongerWindowAsync(world);

        Assert.Equal(["Accepted", "Accepted"], await world.ReportAsync(Event(acme, "late", "7"), Event(acme, "open", "2", meter: "other")));
        Assert.Equal(["Duplicate", "usage.id_conflict"], await world.ReportAsync(Event(acme, "late", "7"), Event(acme, "late", "8")));

        var lines = Ok(await world.SendAsync(new ListLines.Query("2026-10", acme.Subscription))).Items;
        Assert.Equal([("other", 200L, 0L), ("storage", 300L, 1L), ("traffic", 30L, 1L)], lines.Select(l => (l.Component.English.Replace("Storage ", "", StringComparison.Ordinal).ToLowerInvariant(), l.Amount, l.LateEvents)));
        Assert.Equal(2, Ok(await world.SendAsync(new ListLines.Query("2026-10", null, OnlyLate: true))).Total);
        var unbilled = Assert.Single(Ok(await world.SendAsync(new GetUsage.Query(acme.Subscription, null, null, null, null, 100, OnlyUnbilled: true))).Items);
        Assert.Equal(("late", "7", "usage.line_frozen"), (unbilled.Id, unbilled.Quantity, unbilled.Unbilled));
        Assert.True(BillingTexts.T.All("zh").ContainsKey(unbilled.Unbilled!));
        Assert.Empty(Ok(await world.SendAsync(new CheckLedger.Query())).Problems);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_service_that_a_person_ends_in_the_past_gives_back_also_what_is_frozen(Engine engine)
    {
        await using var world = await CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m), Fee(31m));
        await world.ReportAsync(Event(acme, "before", "3", "2026-10-05T00:00:00Z"), Event(acme, "after", "4", "2026-10-25T00:00:00Z"));
        await world.BillAsync();
        await FrozenWithALongerWindowAsync(world);

        await world.InScopeAsync(s => s.GetRequiredService<IMediator>().Publish(new ServiceEnded(acme.Subscription, BillingHub.At("2026-10-11T00:00:00+08:00"))));

        Assert.Equal([1000L, 300L], await world.QueryAsync(db => db.LineKeys.OrderBy(k => k.ComponentKey).Select(k => k.Posted).ToListAsync()));
        Assert.Empty(Ok(await world.SendAsync(new CheckLedger.Query())).Problems);
    }

    private static async Task FrozenWithALongerWindowAsync(BillingWorld world)
    {
        world.Clock.MoveTo(BillingHub.At("2027-03-10T12:00:00+08:00"));
        Assert.NotNull(await FreezeAsync(world));
        world.Services.GetRequiredService<IOptions<BillingOptions>>().Value.LateWindowDays = 400;
    }

    private static async Task<string?> FreezeAsync(BillingWorld world)
    {
        string? told = null;
        await world.InScopeAsync(async s => told = await ActivatorUtilities.CreateInstance<FreezeLines>(s).RunAsync(TestContext.Current.CancellationToken));
        return told;
    }
}
