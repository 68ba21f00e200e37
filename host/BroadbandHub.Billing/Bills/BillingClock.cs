using System.Globalization;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;

namespace BroadbandHub.Billing.Bills;

/// <summary>The operator's calendar: the accounting month and the day on a bill are the operator's, whatever zone an account has. Singleton.</summary>
internal sealed class BillingClock(TimeProvider clock, OperatorDays days)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    public DateOnly Today => days.Of(clock.GetUtcNow());

    /// <summary>True when the month's last day has ended.</summary>
    public bool IsOver(int month) => Today >= AccountCalendar.FirstDay(month).AddMonths(1);

    /// <summary>Reads <c>2026-10</c> as 202610; years from 2000 to 2999.</summary>
    public static bool TryReadMonth(string? text, out int month)
    {
        var ok = DateOnly.TryParseExact(text + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            && text!.Length == 7 && day.Year is >= 2000 and < 3000;
        month = ok ? AccountCalendar.MonthNumber(day) : 0;
        return ok;
    }

    /// <summary>202610 as <c>2026-10</c>.</summary>
    public static string MonthText(int month) => AccountCalendar.FirstDay(month).ToString("yyyy-MM", CultureInfo.InvariantCulture);
}
