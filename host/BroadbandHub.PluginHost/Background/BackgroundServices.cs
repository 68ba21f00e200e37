using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.PluginHost.Background;

/// <summary>Runs the background services of a generation until it stops; one that fails is started again after a back-off.</summary>
internal sealed class BackgroundServices(TimeProvider clock, RecentLogs recent, PluginMetrics metrics, PluginLogScope log)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    /// <param name="trouble">Hears the reason when a service failed, and null when it has come to run again.</param>
    public void Start(Generation generation, Action<string?> trouble)
    {
        using var lease = generation.TryEnter();
        var count = lease?.Core.Parts.BackgroundServices.Count ?? 0;
        var stopping = generation.Stopping;
        generation.Background = Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => KeepRunningAsync(generation, i, trouble, stopping), CancellationToken.None)));
    }

    private async Task KeepRunningAsync(Generation generation, int index, Action<string?> trouble, CancellationToken stopping)
    {
        for (var wait = FirstWait; !stopping.IsCancellationRequested; wait = wait * 2 > LongestWait ? LongestWait : wait * 2)
        {
            var run = RunAsync(generation, index, stopping);
            if (wait > FirstWait && await Task.WhenAny(run, Task.Delay(wait, clock, stopping)) != run)
            {
                // It has lived longer than it was waited for.
                trouble(null);
                wait = FirstWait;
            }

            if (await run is not { } reason)
            {
                return;
            }

            metrics.Called(generation.PluginId, "background", "failed", TimeSpan.Zero);
            trouble($"{reason} It is started again after a while.");
            await Task.Delay(wait, clock, stopping).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    /// <summary>Null when it ended well, else why it did not.</summary>
    private async Task<string?> RunAsync(Generation generation, int index, CancellationToken stopping)
    {
        using var lease = generation.TryEnter();
        if (lease is null)
        {
            return null;
        }

        var type = lease.Core.Parts.BackgroundServices[index];
        try
        {
            using var named = log.Begin(generation.PluginId);
            await using var scope = lease.Core.Services!.BeginScope();
            await ((IBackgroundService)scope.GetService(type)!).RunAsync(stopping);
            return null;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e)
        {
            var reason = $"The background service {type.Name} failed with {e.GetType().Name}: {e.Message}";
            recent.Add(generation.PluginId, LogLevel.Error, "Background", reason, e);
            return reason;
        }
    }
}
