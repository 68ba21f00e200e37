using BroadbandHub.Billing.Bills;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class RunViewTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 2, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(BillRunState.Previewing, 25, 100, 50, 150.0)]
    [InlineData(BillRunState.Issuing, 100, 100, 50, 0.0)]
    [InlineData(BillRunState.Previewing, 0, 100, 50, null)]
    [InlineData(BillRunState.Previewing, 25, 100, 0, null)]
    [InlineData(BillRunState.Previewed, 25, 100, 50, null)]
    public void The_time_left_follows_from_the_pace_so_far(object state, int done, int total, int seconds, double? left)
    {
        var view = new RunView(default, "2026-10", (BillRunState)state, done, total, 0, 0, 0, [], Start, null, Start, Start, null, null, null, null);

        Assert.Equal(left, view.TimeLeft(Start.AddSeconds(seconds))?.TotalSeconds);
    }
}
