using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// Posts what no usage event brings: the flat fees of a month, of every segment that touches it. Doing it again posts nothing. Usage lines are always right
/// already, because the transaction that stores an event posts its difference.
/// </summary>
internal sealed class MonthRater(
    BillingDb db, IUnitOfWork unitOfWork, BillingSql sql, LinePosting posting, PlanCache plans, OperatorDays days, TimeProvider clock)
{
    private const int SegmentsATime = 500;

    /// <summary>Rates a month (202610); answers how many transfers that took. Outside a unit of work each five hundred segments are a transaction of their own.</summary>
    public async Task<int> RateAsync(int month, CancellationToken cancellationToken)
    {
        var posted = 0;
        var after = Guid.Empty;
        int count;
        do
        {
            var start = after;
            (var some, count, after) = await unitOfWork.RunAsync(() => RateSomeAsync(month, start, cancellationToken), _ => true, cancellationToken);
            posted += some;
        }
        while (count == SegmentsATime);
        return posted;
    }

    public static LineChange FlatLine(SegmentFacts segment, PlanVersion plan, PriceComponent component, MonthSpan month)
    {
        var (from, to) = segment.FlatDays(month);
        return new LineChange(segment.Line(plan, component, month), from, to) { Replaces = true, Units = to.DayNumber - from.DayNumber };
    }

    private async Task<(int Posted, int Count, Guid Last)> RateSomeAsync(int month, Guid after, CancellationToken cancellationToken)
    {
        // Zones differ by less than two days; which days count is decided by each segment's own calendar.
        var first = AccountCalendar.FirstDay(month).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var from = Instants.ToMicros(new DateTimeOffset(first).AddDays(-2));
        var to = Instants.ToMicros(new DateTimeOffset(first).AddMonths(1).AddDays(2));
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var segments = await SegmentFacts.ReadAsync(
            sql,
            transaction,
            $"Id > {BillingSql.Literal(after)} AND StartsAt < {to} AND (EndsAt IS NULL OR EndsAt > {from}) ORDER BY Id LIMIT {SegmentsATime}",
            cancellationToken);
        var changes = new List<LineChange>();
        foreach (var segment in segments)
        {
            if (await plans.PlanAsync(segment.PlanVersionId, cancellationToken) is { } plan)
            {
                changes.AddRange(plan.Plan.Components.OfType<FlatMonthly>()
                    .Select(c => FlatLine(segment, plan.Plan, c, segment.Calendar.Month(month)))
                    .Where(l => l.Units > 0));
            }
        }

        var now = clock.GetUtcNow();
        var posted = await posting.ApplyAsync(transaction, changes, days.Of(now), Instants.ToMicros(now), cancellationToken);
        return (posted, segments.Count, segments.Count == 0 ? after : segments[^1].Id.Value);
    }
}

/// <summary>Each night: the flat fees of the month that is over last. A bill run rates its month itself.</summary>
internal sealed class RateLastMonth(MonthRater rater, OperatorDays days, TimeProvider clock) : IJob
{
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var month = AccountCalendar.MonthNumber(days.Of(clock.GetUtcNow()).AddMonths(-1));
        var posted = await rater.RateAsync(month, cancellationToken);
        return posted == 0 ? null : $"{posted} fees of {month} posted.";
    }
}
