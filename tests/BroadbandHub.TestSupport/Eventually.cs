using Xunit;

namespace BroadbandHub.TestSupport;

/// <summary>Waits for something that another task will make true, with a generous deadline: a test that needs it fast is a benchmark.</summary>
public static class Eventually
{
    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            Assert.True(clock.GetElapsedTime(start) < (within ?? TimeSpan.FromSeconds(60)), "Never happened: " + what);
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}
