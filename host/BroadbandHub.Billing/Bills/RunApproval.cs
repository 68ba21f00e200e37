using System.Globalization;
using BroadbandHub.Billing.Services;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// A preview that is ready waits in the inbox of those who approve runs. Who began the run does not decide it there; the run's own page lets anybody approve it
/// who holds the permission. Scoped.
/// </summary>
internal sealed class RunApproval(BillingDb db, IApprovals approvals, BillingClock clock) : IApprovalEffect
{
    public static readonly ApprovalKind Definition = new(
        "billing.run", new("Bill run", "出账任务"), Audience.Operator, BillPermissions.ApproveRuns, new("Approve the preview", "批准预览"), new("Cancel the run", "取消任务"));

    public string Kind => Definition.Key;

    /// <summary>In the transaction that makes the preview ready.</summary>
    public async Task RequestAsync(BillRun run, CancellationToken cancellationToken)
    {
        var bills = await db.Bills.Where(b => b.RunId == run.Id).CountAsync(cancellationToken);
        var parked = await db.ParkedAccounts.Where(p => p.RunId == run.Id).CountAsync(cancellationToken);
        var sums = await db.Bills.Where(b => b.RunId == run.Id).GroupBy(b => b.Currency).Select(g => new { Currency = g.Key, Gross = g.Sum(b => b.Gross) }).ToListAsync(cancellationToken);
        var month = AccountCalendar.FirstDay(run.Month).ToString("yyyy-MM", CultureInfo.InvariantCulture);
        await approvals.RequestAsync(
            new ApprovalRequest(
                Kind,
                run.Id.ToString(),
                new($"Bill run {month}", $"{month} 出账任务"),
                $"/console/runs/{run.Id}",
                [
                    new(new("Bills", "账单数"), bills.ToString(CultureInfo.InvariantCulture)),
                    .. sums.OrderBy(s => s.Currency, StringComparer.Ordinal).Select(s => new ApprovalFact(new("In all", "合计"), Money.Of(s.Gross, Currency.Of(s.Currency)).ToString())),
                    new(new("Accounts left out", "未出账账户"), parked.ToString(CultureInfo.InvariantCulture)),
                ],
                RequestedBy: run.CreatedBy),
            cancellationToken);
    }

    /// <summary>The run was approved or cancelled elsewhere.</summary>
    public Task WithdrawAsync(BillRunId id, CancellationToken cancellationToken) => approvals.WithdrawAsync(Kind, id.ToString(), cancellationToken);

    public Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken)
    {
        var id = BillRunId.Parse(decision.Subject);
        return decision.Verdict == ApprovalVerdict.Approved
            ? ApproveRun.TakeAsync(db, id, clock.Now, decision.DecidedBy.ToString(), cancellationToken)
            : CancelRun.TakeAsync(db, id, cancellationToken);
    }
}
