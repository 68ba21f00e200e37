using System.Globalization;
using BroadbandHub.Billing.Services;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Usage;

/// <summary>A month of a usage page as two instants, in the operator's zone.</summary>
internal static class UsageMonth
{
    public static (string From, string To) Bounds(HttpContext http, string month)
    {
        var calendar = AccountCalendar.Of(http.RequestServices.GetRequiredService<OperatorDays>().TimeZone);
        var first = DateOnly.ParseExact(month, "yyyy-MM", CultureInfo.InvariantCulture);
        return (Text(calendar.StartOf(first)), Text(calendar.StartOf(first.AddMonths(1))));
    }

    private static string Text(DateTimeOffset at) => at.ToString("yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture);
}
