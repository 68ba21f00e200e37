using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;

namespace BroadbandHub.PluginHost.Tests;

public sealed class ManyPluginsTests
{
    [Fact]
    public async Task Fifty_plugins_start_together_and_one_that_hangs_delays_neither_them_nor_what_operators_do()
    {
        var folders = new TestPluginFolders().WithTrouble("never-returns", "bad.hangs");
        for (var i = 0; i < 50; i++)
        {
            folders.Copy("test.echo", asId: $"echo.{i}");
            folders.List($"echo.{i}");
        }

        var clock = TimeProvider.System;
        var before = Environment.CpuUsage.TotalTime;
        var start = clock.GetTimestamp();
        await using var hub = await TestHub.StartAsync(folders, settings: [("Plugins:StartLimit", "00:00:00.001"), ("Plugins:SetupLimit", "00:10:00")]);
        TestContext.Current.TestOutputHelper?.WriteLine($"The host serves after {clock.GetElapsedTime(start)}.");
        await Eventually.IsTrueAsync(
            async () => (await hub.Plugins.ListAsync(TestContext.Current.CancellationToken)).Count(p => p.Status == PluginStatus.Running) == 50, "50 plugins run");
        TestContext.Current.TestOutputHelper?.WriteLine($"All fifty run after {clock.GetElapsedTime(start)}, {Environment.CpuUsage.TotalTime - before} of processor time.");
        Assert.Equal(PluginStatus.Loaded, (await hub.ViewAsync("bad.hangs")).Status);

        start = clock.GetTimestamp();
        Assert.Equal(PluginStatus.Disabled, (await hub.DisableAsync("echo.7")).Status);
        Assert.Equal(PluginStatus.Running, (await hub.EnableAsync("echo.7")).Status);
        TestContext.Current.TestOutputHelper?.WriteLine($"Off and on again took {clock.GetElapsedTime(start)}.");
        Assert.Contains("1.0.0", await hub.GetStringAsync("/plugins/echo.49/version"), StringComparison.Ordinal);
    }
}
