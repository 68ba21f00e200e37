using System.Data.Common;
using System.Globalization;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Services;

/// <summary>
/// A service ended, perhaps in the past. Usage after the end stays recorded but is charged no more, fees shrink to the days that were served, and every line
/// key that this touches is posted anew: what was charged too much goes back.
/// </summary>
internal sealed class EndSegment(
    BillingDb db, IUnitOfWork unitOfWork, BillingSql sql, LinePosting posting, PlanCache plans, OperatorDays days, TimeProvider clock)
    : INotificationHandler<ServiceEnded>
{
    public Task Handle(ServiceEnded notification, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(() => EndAsync(notification.SubscriptionId, Instants.ToMicros(notification.EndsAt), cancellationToken), _ => true, cancellationToken);

    private async Task<bool> EndAsync(SubscriptionId subscription, long endsAt, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var ofSubscription = $"SubscriptionId = {BillingSql.Literal(subscription.Value)}";
        var end = endsAt.ToString(CultureInfo.InvariantCulture);
        await BillingSql.ExecuteAsync(
            transaction,
            $"UPDATE bil_segments SET EndsAt = CASE WHEN StartsAt > {end} THEN StartsAt ELSE {end} END WHERE {ofSubscription} AND (EndsAt IS NULL OR EndsAt > {end})",
            cancellationToken);
        await BillingSql.ExecuteAsync(
            transaction,
            $"UPDATE bil_usage_events SET Unbilled = {(int)UnbilledReason.AfterEnd} WHERE {ofSubscription} AND OccurredAt >= {end} AND Unbilled = {(int)UnbilledReason.None}",
            cancellationToken);

        var segments = await SegmentFacts.ReadAsync(sql, transaction, ofSubscription, cancellationToken);
        var sums = await SumsAsync(transaction, ofSubscription, cancellationToken);
        var lines = await db.LineKeys.Rows($"SELECT * FROM bil_line_keys WHERE {ofSubscription}").ToListAsync(cancellationToken);
        var changes = new List<LineChange>();
        foreach (var line in lines)
        {
            changes.Add(await ChangeAsync(line, segments.Single(s => s.Id == line.SegmentId), sums, cancellationToken));
        }

        var now = clock.GetUtcNow();
        await posting.ApplyAsync(transaction, changes, days.Of(now), Instants.ToMicros(now), cancellationToken);
        return true;
    }

    private async Task<LineChange> ChangeAsync(
        LineKey line, SegmentFacts segment, Dictionary<(SegmentId, int, string), (Int128 Units, Int128 Fractions, long Events)> sums, CancellationToken cancellationToken)
    {
        var plan = await plans.PlanAsync(line.PlanVersionId, cancellationToken)
            ?? throw new InvalidOperationException($"Plan version {line.PlanVersionId} of {line.Id} does not exist.");
        var component = plan.Plan.Components.Single(c => c.Key == line.ComponentKey);
        var month = segment.Calendar.Month(line.Month);
        if (line.MeterKey is null)
        {
            return MonthRater.FlatLine(segment, plan.Plan, component, month);
        }

        var (from, to) = segment.UsageDays(month);
        var sum = sums.GetValueOrDefault((line.SegmentId, line.Month, line.MeterKey));
        return new LineChange(segment.Line(plan.Plan, component, month), from, to)
        {
            Replaces = true, Units = sum.Units, Fractions = sum.Fractions, Events = sum.Events,
        };
    }

    private static async Task<Dictionary<(SegmentId, int, string), (Int128 Units, Int128 Fractions, long Events)>> SumsAsync(
        DbTransaction transaction, string condition, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(SegmentId, int, string), (Int128, Int128, long)>();
        await using var command = BillingSql.CommandOf(transaction, $"{UsageSums.Select} WHERE {condition} AND Unbilled = 0 GROUP BY SegmentId, Month, MeterKey");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var (key, sum) = UsageSums.Read(reader);
            sums.Add(key, sum);
        }

        return sums;
    }
}
