using System.Globalization;

namespace MainJob;

/// <summary>A month in the operator's zone.</summary>
internal sealed record AccountingMonth(DateOnly First, TimeZoneInfo Zone)
{
    public string Text => First.ToString("yyyy-MM", CultureInfo.InvariantCulture);

    public DateTimeOffset Start => Midnight(First);

    public DateTimeOffset End => Midnight(First.AddMonths(1));

    public static AccountingMonth LastBefore(DateTimeOffset now)
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return new(new DateOnly(today.Year, today.Month, 1).AddMonths(-1), zone);
    }

    /// <summary>The instant that lies as far into this month as the given one lies into its own; what would fall behind the end wraps around.</summary>
    public DateTimeOffset Map(DateTimeOffset at)
    {
        var into = at.UtcDateTime - new DateTime(at.UtcDateTime.Year, at.UtcDateTime.Month, 1, 0, 0, 0, DateTimeKind.Utc);
        return Start + TimeSpan.FromTicks(into.Ticks % (End - Start).Ticks);
    }

    private DateTimeOffset Midnight(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return new DateTimeOffset(midnight, Zone.GetUtcOffset(midnight)).ToUniversalTime();
    }
}
