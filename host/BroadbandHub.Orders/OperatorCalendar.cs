using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Orders;

/// <summary>Civil days in the operator's time zone (<c>Hub:TimeZone</c>), and the instants at which they begin. Singleton.</summary>
internal sealed class OperatorCalendar(IConfiguration configuration, TimeProvider clock)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Hub:TimeZone"] ?? "Asia/Shanghai");

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);

    /// <summary>The first instant of the day, in UTC. Where clocks jump over midnight the day begins when they land.</summary>
    public DateTimeOffset StartOf(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(midnight))
        {
            midnight = midnight.AddMinutes(15);
        }

        // Where midnight comes twice, the first one counts: the larger offset.
        var offset = zone.IsAmbiguousTime(midnight) ? zone.GetAmbiguousTimeOffsets(midnight).Max() : zone.GetUtcOffset(midnight);
        return new DateTimeOffset(midnight, offset).ToUniversalTime();
    }
}
