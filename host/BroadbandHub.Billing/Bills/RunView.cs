using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

/// <summary>A run as the API and the pages show it. Amounts are in major units.</summary>
internal sealed record RunView(
    BillRunId Id, string Month, BillRunState State, int AccountsDone, int AccountsTotal, int Bills, int CreditNotes, int Parked, IReadOnlyList<RunTotal> Totals,
    DateTimeOffset CreatedAt, string? CreatedBy, DateTimeOffset? WatermarkAt, DateTimeOffset? WorkingSince, DateTimeOffset? ApprovedAt, string? ApprovedBy, DateTimeOffset? IssuedAt, string? IssuedBy,
    IReadOnlyList<ParkedView>? ParkedAccounts = null)
{
    /// <summary>True while somebody has to wait for the hub, not the hub for somebody.</summary>
    public bool IsWorking => State is BillRunState.Previewing or BillRunState.Issuing;

    /// <summary>How long the accounts that are left take at the pace of those that are done; null while nobody can say.</summary>
    public TimeSpan? TimeLeft(DateTimeOffset now) => IsWorking && WorkingSince is { } since && AccountsDone > 0 && now > since
        ? (now - since) / AccountsDone * Math.Max(AccountsTotal - AccountsDone, 0)
        : null;

    public static async Task<RunView?> FindAsync(BillingDb db, BillRunId id, CancellationToken cancellationToken)
    {
        var run = await db.Runs.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken);
        return run is null ? null : (await OfAsync(db, [run], cancellationToken))[0];
    }

    public static async Task<IReadOnlyList<RunView>> OfAsync(BillingDb db, IReadOnlyList<BillRun> runs, CancellationToken cancellationToken)
    {
        var ids = runs.Select(r => r.Id).ToList();
        var sums = await db.Bills.AsNoTracking().Where(b => ids.Contains(b.RunId) && b.State != BillState.Cancelled)
            .GroupBy(b => new { b.RunId, b.Currency, b.Kind })
            .Select(g => new { g.Key.RunId, g.Key.Currency, g.Key.Kind, Count = g.Count(), Net = g.Sum(b => b.Net), Tax = g.Sum(b => b.Tax), Gross = g.Sum(b => b.Gross) })
            .ToListAsync(cancellationToken);
        var parked = await db.ParkedAccounts.AsNoTracking().Where(p => ids.Contains(p.RunId)).GroupBy(p => p.RunId)
            .Select(g => new { RunId = g.Key, Count = g.Count() }).ToDictionaryAsync(p => p.RunId, p => p.Count, cancellationToken);
        return [.. runs.Select(run =>
        {
            var own = sums.Where(s => s.RunId == run.Id).ToList();
            var totals = own.GroupBy(s => s.Currency).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            {
                var currency = Currency.Of(g.Key);
                return new RunTotal(
                    g.Key,
                    Major(g.Sum(s => s.Kind == BillKind.Invoice ? s.Net : -s.Net)),
                    Major(g.Sum(s => s.Kind == BillKind.Invoice ? s.Tax : -s.Tax)),
                    Major(g.Sum(s => s.Kind == BillKind.Invoice ? s.Gross : -s.Gross)));

                decimal Major(long minor) => Money.Of(minor, currency).ToMajorUnits();
            }).ToList();
            return new RunView(
                run.Id, BillingClock.MonthText(run.Month), run.State, run.AccountsDone, run.AccountsTotal, own.Where(s => s.Kind == BillKind.Invoice).Sum(s => s.Count),
                own.Where(s => s.Kind == BillKind.CreditNote).Sum(s => s.Count), parked.GetValueOrDefault(run.Id), totals, run.CreatedAt, run.CreatedBy, run.WatermarkAt, run.WorkingSince,
                run.ApprovedAt, run.ApprovedBy, run.IssuedAt, run.IssuedBy);
        })];
    }
}

/// <summary>An account that was left out, and why.</summary>
internal sealed record ParkedView(BillingAccountId AccountId, EnterpriseId EnterpriseId, string Code, string Message, DateTimeOffset ParkedAt);

/// <summary>Credit notes are taken off.</summary>
internal sealed record RunTotal(string Currency, decimal Net, decimal Tax, decimal Gross);
