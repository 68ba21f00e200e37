using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Calls;

internal sealed class PluginCalls(
    Generations generations, PluginMetrics metrics, RecentLogs recent, PluginLogScope log, TimeProvider clock, IOptions<PluginHostOptions> options, ILogger<PluginCalls> logger) : IPluginCalls
{
    public async Task NotifyAsync<TCapability>(Func<TCapability, CancellationToken, Task> call, CancellationToken cancellationToken)
        where TCapability : class
    {
        var asked = generations.All.Select(g => DecideAsync<TCapability, bool>(
            g.PluginId,
            async (capability, token) =>
            {
                await call(capability, token);
                return true;
            },
            cancellationToken));
        await Task.WhenAll(asked);
    }

    public async Task<PluginAnswer<TResult>> DecideAsync<TCapability, TResult>(
        string pluginId, Func<TCapability, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TCapability : class
    {
        var lease = generations.TryCall(pluginId, typeof(TCapability).Name, out var isFull);
        if (isFull)
        {
            metrics.Called(pluginId, typeof(TCapability).Name, "refused", TimeSpan.Zero);
            return new PluginAnswer<TResult>.NotRunning($"The plugin {pluginId} has {options.Value.MostCalls} calls under way on this node and takes no more.");
        }

        if (lease is null)
        {
            return new PluginAnswer<TResult>.NotRunning($"The plugin {pluginId} is not running on this node.");
        }

        if (!lease.Core.Parts.Capabilities.ContainsKey(typeof(TCapability)))
        {
            lease.Dispose();
            return new PluginAnswer<TResult>.NotRunning($"The plugin {pluginId} does not offer {typeof(TCapability).Name}.");
        }

        var (start, limit, entry) = (clock.GetTimestamp(), options.Value.CallLimit, typeof(TCapability).Name);
        var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(limit);

        // On a pool thread of its own: a plugin that blocks must not block its caller. Who gives up waiting leaves the lease with the task.
        var inside = Task.Run(() => InsideAsync(lease, pluginId, call, stop), CancellationToken.None);
        PluginAnswer<TResult> answer;
        try
        {
            answer = await inside.WaitAsync(limit, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            answer = new PluginAnswer<TResult>.TimedOut(limit);
        }

        Report(pluginId, entry, answer, clock.GetElapsedTime(start));
        return answer;
    }

    private async Task<PluginAnswer<TResult>> InsideAsync<TCapability, TResult>(
        GenerationLease lease, string pluginId, Func<TCapability, CancellationToken, Task<TResult>> call, CancellationTokenSource stop)
        where TCapability : class
    {
        try
        {
            using var named = log.Begin(pluginId);
            await using var scope = lease.Core.Services!.BeginScope();
            var capability = (TCapability)scope.GetService(lease.Core.Parts.Capabilities[typeof(TCapability)])!;
            return new PluginAnswer<TResult>.Answered(await call(capability, stop.Token));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new PluginAnswer<TResult>.TimedOut(TimeSpan.Zero);
        }
        catch (Exception e)
        {
            // Text, not the exception: its type may be the plugin's.
            return new PluginAnswer<TResult>.Failed($"{pluginId} failed with {e.GetType().Name}: {e.Message}");
        }
        finally
        {
            lease.Dispose();
            stop.Dispose();
        }
    }

    private void Report<TResult>(string pluginId, string entry, PluginAnswer<TResult> answer, TimeSpan took)
    {
        var (result, trouble) = answer switch
        {
            PluginAnswer<TResult>.Answered => ("ok", null),
            PluginAnswer<TResult>.Failed failed => ("failed", failed.Reason),
            _ => ("timed_out", $"{pluginId} did not answer {entry} within {options.Value.CallLimit.TotalSeconds:0.#} seconds."),
        };
        metrics.Called(pluginId, entry, result, took);
        if (trouble is not null)
        {
            recent.Add(pluginId, LogLevel.Error, entry, trouble, null);
            logger.LogError("A call into the plugin {plugin} went wrong: {Reason}", pluginId, trouble);
        }
    }
}
