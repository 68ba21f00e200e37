using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Orders.Tests;

public sealed class OperatorCalendarTests
{
    [Theory]
    [InlineData("Asia/Shanghai", "2026-10-01", "2026-09-30T16:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00Z")]
    [InlineData("Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00Z")]
    [InlineData("Asia/Beirut", "2026-03-29", "2026-03-28T22:00:00Z")] // Clocks jump over midnight: the day begins at 01:00.
    [InlineData("Atlantic/Azores", "2026-10-25", "2026-10-25T00:00:00Z")] // Midnight comes twice: the first one counts.
    public void A_day_begins_when_the_zone_says(string zone, string day, string instant)
    {
        var calendar = Calendar(zone, DateTimeOffset.UnixEpoch);
        Assert.Equal(DateTimeOffset.Parse(instant, System.Globalization.CultureInfo.InvariantCulture), calendar.StartOf(Some.Day(day)));
    }

    [Theory]
    [InlineData(null, "2026-11-22T15:59:59Z", "2026-11-22")]
    [InlineData(null, "2026-11-22T16:00:00Z", "2026-11-23")]
    [InlineData("America/New_York", "2026-11-22T04:59:59Z", "2026-11-21")]
    public void Today_is_the_operators_today(string? zone, string now, string today) => Assert.Equal(
        Some.Day(today), Calendar(zone, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture)).Today);

    private static OperatorCalendar Calendar(string? zone, DateTimeOffset now) => new(
        new ConfigurationBuilder().AddInMemoryCollection([new("Hub:TimeZone", zone)]).Build(), new FakeTimeProvider(now));
}
