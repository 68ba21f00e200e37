using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Tests.Bills;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Rating;

/// <summary>Flat fees are due for every month of a service, whoever rated which month before it was known.</summary>
public sealed class FeeTests
{
    public static TheoryData<Engine, bool> EnginesAndOrders
    {
        get
        {
            var all = new TheoryData<Engine, bool>();
            foreach (var engine in Enum.GetValues<Engine>())
            {
                all.Add(engine, true);
                all.Add(engine, false);
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(EnginesAndOrders))]
    public async Task A_service_that_is_backdated_after_the_nightly_job_ran_owes_every_month(Engine engine, bool jobFirst)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeFromAsync("2026-07-01T00:00:00+08:00", "Known", Fee(10m));
        Assert.Equal("4 fees up to 202610 rated.", await JobAsync(world));

        // The job makes October's line of the newcomer itself: it must not hide that July to September are missing.
        var acme = await world.SubscribeFromAsync("2026-06-16T00:00:00+08:00", "Acme", Fee(100m));
        if (jobFirst)
        {
            Assert.Equal("5 fees up to 202610 rated.", await JobAsync(world));
            await world.BillAsync();
        }
        else
        {
            await world.BillAsync();
            Assert.Null(await JobAsync(world));
        }

        var bill = (await world.BillsAsync()).Single(b => b.AccountId == acme.Account);
        Assert.Equal([(6, 5000L), (7, 10000L), (8, 10000L), (9, 10000L), (10, 10000L)],
            (await world.LinesAsync(bill.Id)).OrderBy(l => l.ServiceStart).Select(l => (l.ServiceStart.Month, l.Amount)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_month_in_which_nobody_rated_is_made_up_for(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeFromAsync("2026-10-01T00:00:00+08:00", "Acme", Fee(31m));
        await world.BillAsync();

        // The hub was off in November and December.
        world.Clock.MoveTo(BillingHub.At("2027-02-03T10:00:00+08:00"));
        Assert.Equal("3 fees up to 202701 rated.", await JobAsync(world));

        Assert.Equal([202610, 202611, 202612, 202701], await MonthsAsync(world, acme));
        await world.BillAsync("2027-01");
        Assert.Equal(9300, (await world.BillsAsync()).Single(b => b.Month == 202701).Net);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Only_what_is_missing_is_rated(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var usageOnly = await world.SubscribeFromAsync("2026-01-01T00:00:00+08:00", "Usage only", PerGb(1m));
        var ended = await world.SubscribeFromAsync("2026-03-10T00:00:00+08:00", "Ended", Fee(31m));
        await world.InScopeAsync(s => s.GetRequiredService<IMediator>().Publish(new ServiceEnded(ended.Subscription, BillingHub.At("2026-05-01T00:00:00+08:00"))));
        var acme = await world.SubscribeFromAsync("2026-08-01T00:00:00+08:00", "Acme", Fee(10m), Fee(20m) with { Key = "second" });

        Assert.Equal(2 + 6, await RateAsync(world, 202610));
        Assert.Equal(0, await RateAsync(world, 202610));
        Assert.Equal(2, await RateAsync(world, 202611));

        Assert.Empty(await MonthsAsync(world, usageOnly));
        Assert.Equal([202603, 202604], await MonthsAsync(world, ended));
        Assert.Equal([202608, 202608, 202609, 202609, 202610, 202610, 202611, 202611], await MonthsAsync(world, acme));
        Assert.Equal([1], await world.QueryAsync(db => db.LineKeys.Select(k => k.Revision).Distinct().ToListAsync()));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Two_who_rate_at_once_charge_each_month_once(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        for (var i = 0; i < 5; i++)
        {
            await world.SubscribeFromAsync("2026-07-01T00:00:00+08:00", $"Enterprise {i}", Fee(10m));
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => RateAsync(world, 202610))));

        Assert.Equal((20, 20_000L), await world.QueryAsync(async db => (await db.Transfers.CountAsync(), await db.Transfers.SumAsync(t => t.Amount))));
        Assert.Equal(20, await world.QueryAsync(db => db.LineKeys.CountAsync(k => k.Posted == 1000)));
    }

    private static async Task<string?> JobAsync(BillingWorld world)
    {
        string? told = null;
        await world.InScopeAsync(async s => told = await ActivatorUtilities.CreateInstance<RateLastMonth>(s).RunAsync(TestContext.Current.CancellationToken));
        return told;
    }

    private static async Task<int> RateAsync(BillingWorld world, int month)
    {
        var rated = 0;
        await world.InScopeAsync(async s => rated = await s.GetRequiredService<MonthRater>().RateThroughAsync(month, TestContext.Current.CancellationToken));
        return rated;
    }

    private static Task<List<int>> MonthsAsync(BillingWorld world, Subscriber who) =>
        world.QueryAsync(db => db.LineKeys.Where(k => k.SubscriptionId == who.Subscription).OrderBy(k => k.Month).Select(k => k.Month).ToListAsync());
}
