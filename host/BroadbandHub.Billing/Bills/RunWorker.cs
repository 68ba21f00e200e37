using System.Linq.Expressions;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// Moves a run on: drafts or issues account after account, each in a transaction of its own. It may be stopped after any of them, also by kill -9, and goes on
/// where it was, here or on another node. The lease only spares work; what keeps the sums right is that every step may be repeated. Singleton.
/// </summary>
internal sealed class RunWorker(IServiceScopeFactory scopes, ILeases leases, IJobs jobs, TimeProvider clock)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a request stays with a run before it answers that the run goes on by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Works on the run for a moment, so that a small one is finished when the caller hears of it; a job goes on with a larger one.</summary>
    public async Task<RunView> StartAsync(BillRunId id, CancellationToken cancellationToken)
    {
        await AdvanceAsync(id, Patience, cancellationToken);
        var view = await QueryAsync(db => RunView.FindAsync(db, id, cancellationToken)) ?? throw new InvalidOperationException($"There is no run {id}.");
        if (view.IsWorking)
        {
            jobs.Wake(RunJob.Name);
        }

        return view;
    }

    /// <summary>Works until nothing is left to do without a person, or for about this long. The run's own state says how far it came.</summary>
    public async Task AdvanceAsync(BillRunId id, TimeSpan atMost, CancellationToken cancellationToken)
    {
        await using var lease = await leases.TryAcquireAsync($"billing.run.{id}", Lease, cancellationToken);
        if (lease is null)
        {
            return;
        }

        var watch = new Watch(lease, clock, atMost);
        var run = await ReadAsync(id, cancellationToken);
        if (run?.State == BillRunState.Previewing)
        {
            await PreviewAsync(run, watch, cancellationToken);
        }
        else if (run?.State is BillRunState.Issuing)
        {
            await IssueAsync(run, watch, cancellationToken);
        }
    }

    private async Task PreviewAsync(BillRun run, Watch watch, CancellationToken cancellationToken)
    {
        if (run.WatermarkAt is null)
        {
            await InScopeAsync(s => s.GetRequiredService<MonthRater>().RateThroughAsync(run.Month, cancellationToken));
            await InScopeAsync(s => s.GetRequiredService<RunWatermark>().SetAsync(run, cancellationToken));
        }

        var accounts = await QueryAsync(db => db.RunLines
            .Where(l => l.RunId == run.Id && (l.Posted != l.Billed || l.Parked != null)).Select(l => l.AccountId).Distinct().ToListAsync(cancellationToken));
        var done = await QueryAsync(async db => (await db.Bills.Where(b => b.RunId == run.Id).Select(b => b.AccountId).Distinct().ToListAsync(cancellationToken))
            .Concat(await db.ParkedAccounts.Where(p => p.RunId == run.Id).Select(p => p.AccountId).ToListAsync(cancellationToken)).ToHashSet());
        await SetAsync(run.Id, BillRunState.Previewing, r => r.SetProperty(x => x.AccountsDone, done.Count).SetProperty(x => x.AccountsTotal, accounts.Count), cancellationToken);
        foreach (var account in accounts.Where(a => !done.Contains(a)).OrderBy(a => a.Value))
        {
            if (!await watch.GoOnAsync(cancellationToken) || !await InScopeAsync(s => s.GetRequiredService<PreviewAccount>().RunAsync(run, account, cancellationToken)))
            {
                return;
            }
        }

        await InScopeAsync(s => s.GetRequiredService<RunWatermark>().DropAsync(run, cancellationToken));
        await CancelWhenNothingIsNewAsync(run, cancellationToken);
    }

    /// <summary>A closed month for which nothing is left to bill needs no second run. The first run of a month is kept also when it is empty: issuing it closes the month.</summary>
    private async Task CancelWhenNothingIsNewAsync(BillRun run, CancellationToken cancellationToken)
    {
        var isEmpty = await QueryAsync(async db => !await db.Bills.AnyAsync(b => b.RunId == run.Id, cancellationToken)
            && !await db.ParkedAccounts.AnyAsync(p => p.RunId == run.Id, cancellationToken)
            && await db.ClosedMonths.AnyAsync(m => m.Month >= run.Month, cancellationToken));
        if (isEmpty)
        {
            await SetAsync(run.Id, BillRunState.Previewed, r => r.SetProperty(x => x.State, BillRunState.Cancelled), cancellationToken);
            await InScopeAsync(s => s.GetRequiredService<RunApproval>().WithdrawAsync(run.Id, cancellationToken));
        }
    }

    private async Task IssueAsync(BillRun run, Watch watch, CancellationToken cancellationToken)
    {
        var open = await QueryAsync(
            db => db.Bills.Where(b => b.RunId == run.Id && b.State == BillState.Approved).Select(b => b.AccountId).Distinct().ToListAsync(cancellationToken));
        foreach (var account in open.OrderBy(a => a.Value))
        {
            if (!await watch.GoOnAsync(cancellationToken))
            {
                return;
            }

            await InScopeAsync(s => s.GetRequiredService<IssueAccount>().RunAsync(run, account, cancellationToken));
        }

        await InScopeAsync(s => s.GetRequiredService<ILedger>().CloseMonthAsync(run.Month, run.IssuedBy ?? "", cancellationToken));
        var now = clock.GetUtcNow();
        await SetAsync(run.Id, BillRunState.Issuing, r => r.SetProperty(x => x.State, BillRunState.Issued).SetProperty(x => x.IssuedAt, now), cancellationToken);
    }

    private Task<BillRun?> ReadAsync(BillRunId id, CancellationToken cancellationToken) =>
        QueryAsync(db => db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken));

    /// <summary>Changes the run's row, but only in this state: somebody may have cancelled the run meanwhile.</summary>
    private Task SetAsync(
        BillRunId id, BillRunState onlyIn, Expression<Func<SetPropertyCalls<BillRun>, SetPropertyCalls<BillRun>>> change, CancellationToken cancellationToken) =>
        InScopeAsync(services => services.GetRequiredService<IUnitOfWork>().RunAsync(
            () => services.GetRequiredService<BillingDb>().Runs.Where(r => r.Id == id && r.State == onlyIn).ExecuteUpdateAsync(change, cancellationToken),
            _ => true,
            cancellationToken));

    private Task<T> QueryAsync<T>(Func<BillingDb, Task<T>> query) => InScopeAsync(s => query(s.GetRequiredService<BillingDb>()));

    private async Task InScopeAsync(Func<IServiceProvider, Task> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        await work(scope.ServiceProvider);
    }

    private async Task<T> InScopeAsync<T>(Func<IServiceProvider, Task<T>> work)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await work(scope.ServiceProvider);
    }

    /// <summary>Keeps the lease alive, and says when to stop: the time is over, or somebody else has the lease.</summary>
    private sealed class Watch(ILease lease, TimeProvider clock, TimeSpan atMost)
    {
        private readonly long started = clock.GetTimestamp();
        private long renewed = clock.GetTimestamp();

        public async Task<bool> GoOnAsync(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (clock.GetElapsedTime(started) > atMost)
            {
                return false;
            }

            if (clock.GetElapsedTime(renewed) < Lease / 3)
            {
                return true;
            }

            renewed = clock.GetTimestamp();
            return await lease.RenewAsync(cancellationToken);
        }
    }
}
