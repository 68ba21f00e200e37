using System.Data.Common;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Services;

/// <summary>A service segment as the hot path reads it. Instants are microseconds.</summary>
internal sealed record SegmentFacts(
    SegmentId Id, SubscriptionId SubscriptionId, BillingAccountId AccountId, ProductId ProductId, PlanVersionId PlanVersionId, Guid? ContractPriceVersionId,
    string ApplicationKey, string Currency, long StartsAt, long? EndsAt, AccountCalendar Calendar)
{
    private const string Columns =
        "Id, SubscriptionId, AccountId, ProductId, PlanVersionId, ContractPriceVersionId, ApplicationKey, Currency, TimeZone, StartsAt, EndsAt";

    public bool Covers(long micros) => StartsAt <= micros && (EndsAt is not { } end || micros < end);

    /// <summary>The days [from, to) of the month for which a flat fee is due: the day of the start counts, the day of the end does not. Empty when from = to.</summary>
    public (DateOnly From, DateOnly To) FlatDays(MonthSpan month) => Within(month, EndsAt is { } end ? Calendar.DayOf(Storage.Contracts.Instants.FromMicros(end)) : month.End);

    /// <summary>The days [from, to) of the month on which there can be usage: the day of the end counts too, unless it ends at midnight.</summary>
    public (DateOnly From, DateOnly To) UsageDays(MonthSpan month) =>
        Within(month, EndsAt is { } end ? Calendar.DayOf(Storage.Contracts.Instants.FromMicros(end - 1)).AddDays(1) : month.End);

    /// <summary>The months of the account's calendar from the one in which the segment starts to the given one, or to the one in which it ends.</summary>
    public IEnumerable<MonthSpan> MonthsThrough(int month)
    {
        for (var span = Calendar.MonthOf(StartsAt); span.Month <= month && (EndsAt is not { } end || span.FromMicros < end);)
        {
            yield return span;
            span = Calendar.Month(AccountCalendar.MonthNumber(span.End));
        }
    }

    public LineIdentity Line(PlanVersion plan, PriceComponent component, MonthSpan month) =>
        new(AccountId, SubscriptionId, Id, ProductId, PlanVersionId, ContractPriceVersionId, component, Currency, plan.Rounding, month);

    /// <summary>The segments for which the condition holds. They do not change before the transaction ends.</summary>
    public static async Task<List<SegmentFacts>> ReadAsync(BillingSql sql, DbTransaction transaction, string condition, CancellationToken cancellationToken)
    {
        await using var command = BillingSql.CommandOf(transaction, $"SELECT {Columns} FROM bil_segments WHERE {condition}{sql.ForShare}");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var segments = new List<SegmentFacts>();
        while (await reader.ReadAsync(cancellationToken))
        {
            segments.Add(new(
                new(BillingSql.ReadId(reader, 0)), new(BillingSql.ReadId(reader, 1)), new(BillingSql.ReadId(reader, 2)), new(BillingSql.ReadId(reader, 3)),
                new(BillingSql.ReadId(reader, 4)), BillingSql.ReadIdOrNull(reader, 5), reader.GetString(6), reader.GetString(7), reader.GetInt64(9),
                reader.IsDBNull(10) ? null : reader.GetInt64(10), AccountCalendar.Of(reader.GetString(8))));
        }

        return segments;
    }

    private (DateOnly From, DateOnly To) Within(MonthSpan month, DateOnly end)
    {
        var start = Calendar.DayOf(Storage.Contracts.Instants.FromMicros(StartsAt));
        var from = start > month.FirstDay ? start : month.FirstDay;
        var to = end < month.End ? end : month.End;
        return (from, to < from ? from : to);
    }
}
