using System.Collections.Concurrent;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Billing.Services;

/// <summary>A calendar month in a zone: its number as 202610, and its instants [From, To) in microseconds.</summary>
internal sealed record MonthSpan(int Month, DateOnly FirstDay, long FromMicros, long ToMicros)
{
    public int Days => FirstDay.AddMonths(1).DayNumber - FirstDay.DayNumber;

    public DateOnly End => FirstDay.AddMonths(1);
}

/// <summary>Turns instants into civil days and months of a zone: the one place where this happens.</summary>
internal sealed class AccountCalendar
{
    private static readonly ConcurrentDictionary<string, AccountCalendar> Known = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<int, MonthSpan> months = new();
    private readonly TimeZoneInfo zone;
    private volatile MonthSpan? latest;

    private AccountCalendar(TimeZoneInfo zone) => this.zone = zone;

    /// <summary>The calendar of an IANA zone.</summary>
    public static AccountCalendar Of(string timeZone) => Known.GetOrAdd(timeZone, id => new(TimeZoneInfo.FindSystemTimeZoneById(id)));

    public static int MonthNumber(DateOnly day) => (day.Year * 100) + day.Month;

    public static DateOnly FirstDay(int month) => new(month / 100, month % 100, 1);

    public DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);

    public MonthSpan MonthOf(DateTimeOffset at) => MonthOf(Instants.ToMicros(at));

    public MonthSpan MonthOf(long micros)
    {
        if (latest is { } known && known.FromMicros <= micros && micros < known.ToMicros)
        {
            return known;
        }

        return latest = Month(MonthNumber(DayOf(Instants.FromMicros(micros))));
    }

    public MonthSpan Month(int month) => months.GetOrAdd(month, number =>
    {
        var first = FirstDay(number);
        return new MonthSpan(number, first, Instants.ToMicros(StartOf(first)), Instants.ToMicros(StartOf(first.AddMonths(1))));
    });

    /// <summary>The instant at which a civil day begins; where the clock jumps over midnight, the instant of the jump.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
