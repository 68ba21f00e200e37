using System.Linq.Expressions;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Query;

namespace BroadbandHub.Billing.Bills;

/// <summary>A step of a run that a person takes: approve, issue, cancel.</summary>
internal static class RunStep
{
    /// <summary>
    /// Changes the run when it is in a state that the step begins from; of two people who take a step at once the second finds it taken. Otherwise the answer is
    /// why not (null: it does not matter). Inside a unit of work, the run's row stays locked until it ends.
    /// </summary>
    public static async Task<HubError?> TakeAsync(
        BillingDb db, BillRunId id, BillRunState[] from, Expression<Func<SetPropertyCalls<BillRun>, SetPropertyCalls<BillRun>>> change,
        Func<BillRunState, HubError?> whyNot, CancellationToken cancellationToken)
    {
        if (await db.Runs.Where(r => r.Id == id && from.Contains(r.State)).ExecuteUpdateAsync(change, cancellationToken) == 1)
        {
            return null;
        }

        var state = await db.Runs.Where(r => r.Id == id).Select(r => (BillRunState?)r.State).SingleOrDefaultAsync(cancellationToken);
        return state is { } other ? whyNot(other) : RunErrors.NotFound(id);
    }

    /// <summary>Takes the run's bills along.</summary>
    public static Task MoveBillsAsync(BillingDb db, BillRunId id, BillState[] from, BillState to, CancellationToken cancellationToken) =>
        db.Bills.Where(b => b.RunId == id && from.Contains(b.State)).ExecuteUpdateAsync(
            set => set.SetProperty(b => b.State, to).SetProperty(b => b.Version, b => b.Version + 1), cancellationToken);

    public static async Task<Outcome<RunView>> ViewAsync(BillingDb db, BillRunId id, CancellationToken cancellationToken) =>
        await RunView.FindAsync(db, id, cancellationToken) is { } run ? run : RunErrors.NotFound(id);
}

internal static class RunErrors
{
    public static HubError AlreadyIssued { get; } = HubError.Conflict("run.already_issued", "This run is issued: its bills have their numbers and do not change any more.");

    public static HubError Cancelled { get; } = HubError.Conflict("run.cancelled", "This run was cancelled. Make a new one.");

    public static HubError NotFound(BillRunId id) => HubError.NotFound("run.not_found", $"There is no bill run {id}.");
}
