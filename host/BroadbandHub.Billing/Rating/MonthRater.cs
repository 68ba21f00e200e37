using System.Data.Common;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// Posts what no usage event brings: flat fees. Which are missing follows from each segment's own calendar and the line keys that are there, so it does not
/// matter which months were rated before, by whom, or how far a service was backdated; doing it again posts nothing. Usage lines are always right already,
/// because the transaction that stores an event posts its difference.
/// </summary>
internal sealed partial class MonthRater(
    BillingDb db, IUnitOfWork unitOfWork, BillingSql sql, LinePosting posting, PlanCache plans, OperatorDays days, TimeProvider clock, ILogger<MonthRater> log)
{
    private const int SegmentsATime = 500;

    /// <summary>
    /// Rates the fees that are missing up to the end of a month (202610); answers how many there were. Outside a unit of work each five hundred segments are a
    /// transaction of their own.
    /// </summary>
    public async Task<int> RateThroughAsync(int month, CancellationToken cancellationToken)
    {
        var rated = 0;
        var after = Guid.Empty;
        int count;
        do
        {
            var start = after;
            (var some, count, after) = await unitOfWork.RunAsync(() => RateSomeAsync(month, start, cancellationToken), _ => true, cancellationToken);
            rated += some;
        }
        while (count == SegmentsATime);
        return rated;
    }

    public static LineChange FlatLine(SegmentFacts segment, PlanVersion plan, PriceComponent component, MonthSpan month)
    {
        var (from, to) = segment.FlatDays(month);
        return new LineChange(segment.Line(plan, component, month), from, to) { Replaces = true, Units = to.DayNumber - from.DayNumber };
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The plan {Plan} of segment {Segment} cannot be found: its monthly fees are not charged")]
    private static partial void LogMissingPlan(ILogger log, SegmentId segment, PlanVersionId plan);

    private async Task<(int Rated, int Count, Guid Last)> RateSomeAsync(int month, Guid after, CancellationToken cancellationToken)
    {
        // Zones differ by less than two days; which days count is decided by each segment's own calendar.
        var end = AccountCalendar.FirstDay(month).AddMonths(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var to = Instants.ToMicros(new DateTimeOffset(end).AddDays(2));
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var segments = await SegmentFacts.ReadAsync(
            sql, transaction, $"Id > {BillingSql.Literal(after)} AND StartsAt < {to} ORDER BY Id LIMIT {SegmentsATime}", cancellationToken);
        var withFees = new List<(SegmentFacts Segment, PlanVersion Plan, List<FlatMonthly> Fees)>();
        foreach (var segment in segments)
        {
            if (await plans.PlanAsync(segment.PlanVersionId, cancellationToken) is not { Plan: var plan })
            {
                // Never by what the hub itself does: plans are not deleted. The others are billed all the same.
                LogMissingPlan(log, segment.Id, segment.PlanVersionId);
            }
            else if (plan.Components.OfType<FlatMonthly>().ToList() is { Count: > 0 } fees)
            {
                withFees.Add((segment, plan, fees));
            }
        }

        var rated = await RatedAsync(transaction, [.. withFees.Select(s => s.Segment.Id.Value)], cancellationToken);
        var missing = new List<LineChange>();
        foreach (var (segment, plan, fees) in withFees)
        {
            foreach (var span in segment.MonthsThrough(month))
            {
                missing.AddRange(fees.Where(f => !rated.Contains((segment.Id, span.Month, f.Key))).Select(f => FlatLine(segment, plan, f, span)).Where(l => l.Units > 0));
            }
        }

        var now = clock.GetUtcNow();
        await posting.ApplyAsync(transaction, missing, days.Of(now), Instants.ToMicros(now), cancellationToken);
        return (missing.Count, segments.Count, segments.Count == 0 ? after : segments[^1].Id.Value);
    }

    /// <summary>The fees of these segments that have their line key.</summary>
    private static async Task<HashSet<(SegmentId Segment, int Month, string Component)>> RatedAsync(
        DbTransaction transaction, List<Guid> segments, CancellationToken cancellationToken)
    {
        var rated = new HashSet<(SegmentId, int, string)>();
        if (segments.Count == 0)
        {
            return rated;
        }

        await using var command = BillingSql.CommandOf(
            transaction, $"SELECT SegmentId, Month, ComponentKey FROM bil_line_keys WHERE SegmentId IN ({BillingSql.List(segments)}) AND MeterKey IS NULL");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            rated.Add((new(BillingSql.ReadId(reader, 0)), reader.GetInt32(1), reader.GetString(2)));
        }

        return rated;
    }
}

/// <summary>Each night: the flat fees that are missing up to the month that is over last. A bill run does the same for its month.</summary>
internal sealed class RateLastMonth(MonthRater rater, OperatorDays days, TimeProvider clock) : IJob
{
    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var month = AccountCalendar.MonthNumber(days.Of(clock.GetUtcNow()).AddMonths(-1));
        var rated = await rater.RateThroughAsync(month, cancellationToken);
        return rated == 0 ? null : $"{rated} fees up to {month} rated.";
    }
}
