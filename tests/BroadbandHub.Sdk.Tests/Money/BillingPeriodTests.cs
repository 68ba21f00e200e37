namespace BroadbandHub.Sdk.Tests;

public sealed class BillingPeriodTests
{
    [Fact]
    public void A_month_begins_on_its_first_day_and_ends_before_the_next()
    {
        var month = BillingPeriod.MonthOf(new DateOnly(2028, 2, 29));
        Assert.Equal((new DateOnly(2028, 2, 1), new DateOnly(2028, 3, 1), 29), (month.Start, month.End, month.Days));
        Assert.True(month.Contains(month.Start));
        Assert.False(month.Contains(month.End));
    }

    [Fact]
    public void A_period_that_does_not_end_after_it_starts_cannot_be_made()
    {
        var day = new DateOnly(2026, 1, 1);
        Assert.Throws<ArgumentException>(() => new BillingPeriod(day, day));
    }
}
