using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>A version that was replaced ends what it has begun.</summary>
public sealed class DrainTests
{
    [Fact]
    public void A_version_that_was_replaced_has_longer_than_any_call_may_take() =>
        Assert.True(new PluginHostOptions().DrainLimit > new PluginHostOptions().CallLimit);

    [Fact]
    public async Task A_hub_that_would_cut_calls_within_their_time_does_not_start_and_says_why()
    {
        using var folders = new TestPluginFolders().With("test.echo");
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(() => TestHub.StartAsync(folders, settings: [("Plugins:CallLimit", "00:00:20"), ("Plugins:DrainLimit", "00:00:10")]));
        Assert.StartsWith("Plugins:DrainLimit must be longer than Plugins:CallLimit", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_that_is_under_way_ends_in_the_old_version_while_the_new_one_answers_already()
    {
        var token = TestContext.Current.CancellationToken;
        var folders = new TestPluginFolders().With("test.echo");
        await using var hub = await TestHub.StartAsync(folders);
        var (inside, goOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var slow = hub.Get<IPluginCalls>().DecideAsync<IApplication, string?>(
            "test.echo",
            async (application, _) =>
            {
                inside.SetResult();
                await goOn.Task;
                return application.Describe().Name.ToString();
            },
            token);
        await inside.Task.WaitAsync(token);

        folders.Copy("test.echo", asVersion: "2.0.0");
        Assert.Equal("2.0.0", (await hub.Plugins.UpgradeAsync("test.echo", null, "olga", token)).Value.Version);
        Assert.Contains("2.0.0", await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        Assert.False(hub.Get<PluginRuntime>().Retiring.IsCompleted);

        goOn.SetResult();
        Assert.Equal("Echo 1.0.0", Assert.IsType<PluginAnswer<string?>.Answered>(await slow).Value);
        await hub.Get<PluginRuntime>().Retiring.WaitAsync(token);
        Assert.Equal(0, await hub.AliveAsync());
    }
}
