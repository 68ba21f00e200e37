using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Tests.Ledger;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Rating;

public sealed class PostingTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_thousand_tiny_events_cost_what_their_sum_costs(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine, BillingHub.PerGb(0.0000004m));
        for (var i = 0; i < 10; i++)
        {
            await hub.ReportAsync([.. Enumerable.Range(0, 100).Select(e => hub.Event($"{i}-{e}", "12.345678901234"))]);
        }

        var line = await hub.ReadAsync(db => db.LineKeys.SingleAsync());
        Assert.Equal("12345.678901234", new Quantity(line.QuantityUnits, line.QuantityFraction).ToString());
        Assert.Equal(0, line.Posted);
        await hub.ReportAsync(hub.Event("more", "123.45"));
        Assert.Equal(0, (await hub.ReadAsync(db => db.LineKeys.SingleAsync())).Posted);
        await hub.ReportAsync(hub.Event("last", "100"));
        Assert.Equal(1, (await hub.ReadAsync(db => db.LineKeys.SingleAsync())).Posted);
        Assert.Single(await hub.ReadAsync(db => db.Transfers.ToListAsync()));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Any_order_with_any_repeats_ends_in_the_same_books(Engine engine)
    {
        var posted = new List<long>();
        for (var seed = 0; seed < 3; seed++)
        {
            await using var hub = await BillingHub.CreateAsync(
                engine, BillingHub.PerGb(0.037m, 3m), new GraduatedTiers("tiers", new("t", "t"), "standard", "gb", 0m, [new(20m, 0.11m), new(null, 0.013m)]));
            var events = Enumerable.Range(0, 120).Select(i => hub.Event($"e{i}", $"{i * 7 % 11}.{i:D3}", $"2026-10-{1 + (i % 19):D2}T10:00:00Z")).ToArray();
            var random = new Random(seed);
            string[] stream = [.. events, .. events.Where(_ => random.Next(2) == 0), .. events.Where(_ => random.Next(3) == 0)];
            random.Shuffle(stream);
            foreach (var batch in stream.Chunk(1 + random.Next(40)))
            {
                await hub.ReportAsync(batch);
            }

            Assert.True((await LedgerServiceTests.CheckAsync(hub)).Ok);
            posted.Add(await hub.ReadAsync(db => db.LineKeys.SumAsync(l => l.Posted)));
        }

        Assert.Single(posted.Distinct());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Ending_a_service_in_the_past_gives_back_what_was_charged_after(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine, BillingHub.PerGb(1m), new FlatMonthly("fee", new("Fee", "月费"), "standard", 31m));
        await hub.ReportAsync(hub.Event("early", "5", "2026-10-05T00:00:00Z"), hub.Event("late", "7", "2026-10-15T00:00:00Z"));
        Assert.Equal(1, await RateAsync(hub, 202610));
        Assert.Equal(0, await RateAsync(hub, 202610));
        Assert.Equal(1200 + 3100, await hub.ReadAsync(db => db.LineKeys.SumAsync(l => l.Posted)));

        await hub.PublishAsync(new ServiceEnded(hub.Subscription, BillingHub.At("2026-10-11T00:00:00+08:00")));
        var lines = await hub.ReadAsync(db => db.LineKeys.OrderBy(l => l.ComponentKey).ToListAsync());
        Assert.Equal([1000L, 500L], lines.Select(l => l.Posted));
        Assert.All(lines, l => Assert.Equal(new DateOnly(2026, 10, 11), l.ServiceEnd));
        Assert.Equal(UnbilledReason.AfterEnd, await hub.ReadAsync(db => db.UsageEvents.Where(e => e.EventId == "late").Select(e => e.Unbilled).SingleAsync()));
        Assert.Equal(["usage.not_active", "Duplicate", "Accepted"], await hub.ReportAsync(
            hub.Event("later", "1", "2026-10-15T00:00:00Z"), hub.Event("late", "7", "2026-10-15T00:00:00Z"), hub.Event("just", "1", "2026-10-10T15:59:59.999999Z")));
        Assert.True((await LedgerServiceTests.CheckAsync(hub)).Ok);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Usage_of_a_closed_month_is_booked_in_the_open_one_and_keeps_its_service_days(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await hub.ReportAsync(hub.Event("a", "10", "2026-10-05T00:00:00Z"));
        hub.Clock.Advance(TimeSpan.FromDays(20));
        await hub.InScopeAsync(async s =>
        {
            await s.GetRequiredService<ILedger>().CloseMonthAsync(202610, "test", CancellationToken.None);
            return true;
        });
        await hub.ReportAsync(hub.Event("late", "10", "2026-10-31T15:59:59Z"), hub.Event("next", "10", "2026-10-31T16:00:00Z"));
        var transfers = await hub.ReadAsync(db => db.Transfers.OrderBy(t => t.RecordedAt).ThenBy(t => t.ServiceStart).ToListAsync());
        Assert.Equal(
            [(new DateOnly(2026, 10, 20), new DateOnly(2026, 10, 1)), (new DateOnly(2026, 11, 1), new DateOnly(2026, 10, 1)), (new DateOnly(2026, 11, 9), new DateOnly(2026, 11, 1))],
            transfers.Select(t => (t.AccountingOn, t.ServiceStart!.Value)));
    }

    private static Task<int> RateAsync(BillingHub hub, int month) =>
        hub.InScopeAsync(s => s.GetRequiredService<MonthRater>().RateThroughAsync(month, CancellationToken.None));
}
