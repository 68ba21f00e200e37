using Xunit;

namespace BroadbandHub.TestSupport;

/// <summary>Waits for something that another task will make true, with a generous deadline: a test that needs it fast is a benchmark.</summary>
public static class Eventually
{
    public static Task IsTrueAsync(Func<Task<bool>> condition, string what, TimeSpan? within = null) => IsTrueAsync(condition, () => what, within);

    /// <summary>With words that are made only when it never happened, such as a log.</summary>
    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<string> what, TimeSpan? within = null)
    {
        var clock = TimeProvider.System;
        var start = clock.GetTimestamp();
        while (!await condition())
        {
            if (clock.GetElapsedTime(start) >= (within ?? TimeSpan.FromSeconds(60)))
            {
                Assert.Fail("Never happened: " + what());
            }

            await Task.Delay(25, TestContext.Current.CancellationToken);
        }
    }
}
