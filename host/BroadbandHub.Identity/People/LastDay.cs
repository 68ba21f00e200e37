using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.People;

/// <summary>Whether somebody's last day is over, in the operator's time zone. Singleton.</summary>
internal sealed class LastDay(IConfiguration configuration, TimeProvider clock)
{
    private readonly TimeZoneInfo zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Hub:TimeZone"] ?? "Asia/Shanghai");

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);

    public bool IsOver(DateOnly? last) => last < Today;
}
