using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// The watermark of a run: one line key as it was when the preview began. Drafts are made of these rows, so every account of a run is billed as of the same
/// moment, also when the hub was stopped between two of them. They go when the drafts are there.
/// </summary>
internal sealed class RunLine
{
    public BillRunId RunId { get; set; }

    public LineKeyId LineKeyId { get; set; }

    public BillingAccountId AccountId { get; set; }

    public DateOnly ServiceStart { get; set; }

    public DateOnly ServiceEnd { get; set; }

    public long QuantityUnits { get; set; }

    public long QuantityFraction { get; set; }

    public long Posted { get; set; }

    public int Revision { get; set; }

    public long Billed { get; set; }

    public int BilledRevision { get; set; }

    public string? Parked { get; set; }

    /// <summary>The line key with the facts of the watermark.</summary>
    public LineKey Of(LineKey key)
    {
        (key.ServiceStart, key.ServiceEnd) = (ServiceStart, ServiceEnd);
        (key.QuantityUnits, key.QuantityFraction) = (QuantityUnits, QuantityFraction);
        (key.Posted, key.Revision, key.Parked) = (Posted, Revision, Parked);
        (key.Billed, key.BilledRevision) = (Billed, BilledRevision);
        return key;
    }

    public static void Map(ModelBuilder model) => model.Entity<RunLine>(e =>
    {
        e.ToTable("run_lines");
        e.HasKey(l => new { l.RunId, l.AccountId, l.LineKeyId });
        e.Property(l => l.Parked).HasMaxLength(60);
    });
}

/// <summary>Sets a run's watermark. Scoped.</summary>
internal sealed class RunWatermark(BillingDb db, IUnitOfWork unitOfWork, BillingClock clock, RunApproval approval)
{
    private const string Facts = "ServiceStart, ServiceEnd, QuantityUnits, QuantityFraction, Posted, Revision, Billed, BilledRevision, Parked";

    /// <summary>Once a run: says that it has its watermark, and keeps what there is to bill, in one transaction. Does nothing when it was cancelled.</summary>
    public Task SetAsync(BillRun run, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.Now;
            var set = await db.Runs.Where(r => r.Id == run.Id && r.State == BillRunState.Previewing && r.WatermarkAt == null).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.WatermarkAt, now).SetProperty(x => x.WorkingSince, now), cancellationToken);
            if (set == 1)
            {
                // One statement, so it sees the line keys of one moment: what is committed is in it, what is not comes with the next run. A clock could not say so:
                // what carries an earlier time may be committed later.
                await BillingSql.ExecuteAsync(
                    db.Database.CurrentTransaction!.GetDbTransaction(),
                    $"INSERT INTO bil_run_lines (RunId, LineKeyId, AccountId, {Facts}) SELECT {BillingSql.Literal(run.Id.Value)}, Id, AccountId, {Facts} FROM bil_line_keys "
                    + $"WHERE Month <= {run.Month} AND (Posted <> Billed OR BilledRevision = 0 OR Parked IS NOT NULL)",
                    cancellationToken);
            }

            return set == 1;
        },
        set => set,
        cancellationToken);

    /// <summary>Every account has its drafts, which hold what they bill: the preview is ready, unless the run was cancelled meanwhile.</summary>
    public Task DropAsync(BillRun run, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var isReady = await db.Runs.Where(r => r.Id == run.Id && r.State == BillRunState.Previewing).ExecuteUpdateAsync(
                r => r.SetProperty(x => x.State, BillRunState.Previewed), cancellationToken) == 1;
            if (isReady)
            {
                await approval.RequestAsync(run, cancellationToken);
            }

            return await db.RunLines.Where(l => l.RunId == run.Id).ExecuteDeleteAsync(cancellationToken);
        },
        _ => true,
        cancellationToken);
}
