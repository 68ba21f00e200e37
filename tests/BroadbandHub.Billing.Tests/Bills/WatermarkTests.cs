using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class WatermarkTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Every_account_of_a_run_is_billed_as_of_the_same_moment(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var first = await world.SubscribeAsync("First", PerGb(1m), Fee(50m));
        var second = await world.SubscribeAsync("Second", PerGb(1m));
        var quiet = await world.SubscribeAsync("Quiet", PerGb(1m));
        await world.UseAsync(first, "storage", 10m);
        await world.UseAsync(second, "storage", 20m);
        var (id, row) = await BeginAsync(world);

        // The hub stops after one account; facts come in before it, between the two, and while nobody works on the run.
        await world.UseAsync(first, "storage", 0.11m);
        await DraftAsync(world, row, first);
        await world.UseAsync(second, "storage", 0.22m);
        await world.UseAsync(first, "storage", 0.33m);
        await world.UseAsync(quiet, "storage", 0.44m);
        await world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop);

        Assert.Equal([2000L, 6000L], (await world.BillsAsync()).Select(b => b.Net).Order());
        Assert.Equal(0, await world.QueryAsync(db => db.RunLines.CountAsync()));
        BillingWorld.Ok(await world.ApproveAsync(id));
        BillingWorld.Ok(await world.IssueAsync(id));
        Assert.Equal(44, await world.BalanceAsync(LedgerAccountKey.Unbilled(first.Account, "CNY")));

        await world.BillAsync();
        Assert.Equal([22L, 44L, 44L, 2000L, 6000L], (await world.BillsAsync()).Select(b => b.Net).Order());
        foreach (var one in new[] { first, second, quiet })
        {
            Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(one.Account, "CNY")));
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_run_that_is_cancelled_between_two_accounts_keeps_no_draft(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var first = await world.SubscribeAsync("First", Fee(10m));
        var second = await world.SubscribeAsync("Second", Fee(20m));
        var (id, row) = await BeginAsync(world);
        await DraftAsync(world, row, first);

        Assert.Equal(BillRunState.Cancelled, BillingWorld.Ok(await world.SendAsync(new CancelRun.Command(id))).State);
        await DraftAsync(world, row, second);
        await world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop);

        await AssertCancelledAsync(world, id);
        await world.BillAsync();
        Assert.Equal([1000L, 2000L], (await world.BillsAsync()).Where(b => b.State == BillState.Issued).Select(b => b.Net).Order());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_run_that_is_cancelled_while_it_drafts_keeps_no_draft(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        for (var i = 0; i < 12; i++)
        {
            await world.SubscribeAsync($"Enterprise {i}", Fee(10m));
        }

        for (var round = 0; round < 4; round++)
        {
            var (id, _) = await BeginAsync(world);
            var drafting = Task.Run(() => world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop), Stop);
            while (!await world.QueryAsync(db => db.Bills.AnyAsync(b => b.RunId == id)) && !drafting.IsCompleted)
            {
                await Task.Yield();
            }

            BillingWorld.Ok(await world.SendAsync(new CancelRun.Command(id)));
            await drafting;
            await AssertCancelledAsync(world, id);
        }
    }

    /// <summary>A run with its watermark and no draft.</summary>
    private static async Task<(BillRunId Id, BillRun Row)> BeginAsync(BillingWorld world)
    {
        var id = BillingWorld.Ok(await world.SendAsync(new CreateRun.Command("2026-10")));
        await world.Worker.AdvanceAsync(id, TimeSpan.Zero, Stop);
        var row = await world.QueryAsync(db => db.Runs.AsNoTracking().SingleAsync(r => r.Id == id));
        Assert.NotNull(row.WatermarkAt);
        Assert.False(await world.QueryAsync(db => db.Bills.AnyAsync(b => b.RunId == id)));
        return (id, row);
    }

    private static Task DraftAsync(BillingWorld world, BillRun run, Subscriber who) =>
        world.InScopeAsync(s => s.GetRequiredService<PreviewAccount>().RunAsync(run, who.Account, Stop));

    private static async Task AssertCancelledAsync(BillingWorld world, BillRunId id)
    {
        var view = BillingWorld.Ok(await world.SendAsync(new GetRun.Query(id)));
        Assert.Equal((BillRunState.Cancelled, 0), (view.State, view.Bills));
        Assert.All(await world.QueryAsync(db => db.Bills.Where(b => b.RunId == id).Select(b => b.State).ToListAsync()), s => Assert.Equal(BillState.Cancelled, s));
        Assert.Equal(0, await world.QueryAsync(db => db.RunLines.CountAsync(l => l.RunId == id)));
    }
}
