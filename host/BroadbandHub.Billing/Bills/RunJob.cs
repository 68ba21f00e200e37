using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>Goes on with runs that nobody is working on: long ones, and those of a node that died.</summary>
internal sealed class RunJob(BillingDb db, RunWorker worker) : IJob
{
    public const string Name = "billing.runs";

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var open = await db.Runs.AsNoTracking().Where(r => r.State == BillRunState.Previewing || r.State == BillRunState.Issuing).ToListAsync(cancellationToken);
        foreach (var run in open)
        {
            await worker.AdvanceAsync(run.Id, TimeSpan.FromMinutes(5), cancellationToken);
        }

        return open.Count == 0 ? null : $"Went on with {open.Count} bill run(s).";
    }
}
