using System.Collections.Concurrent;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Background;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Http;
using BroadbandHub.PluginHost.State;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Starts, replaces and stops generations on this node. Knows nothing of what operators want: that is the convergence's part.</summary>
internal sealed class PluginRuntime(
    Generations generations, GenerationFactory factory, PluginEndpointSource endpoints, PluginContributions contributions, BackgroundServices background,
    Observers observers, PluginStore store, Retirement retirement, PluginMetrics metrics, RecentLogs recent,
    TimeProvider clock, IOptions<PluginHostOptions> options, ILogger<PluginRuntime> logger)
{
    private readonly ConcurrentDictionary<string, PluginSlot> slots = new(StringComparer.Ordinal);

    /// <summary>Raised when a state changed, so that it can be reported at once.</summary>
    public event Action? Changed;

    public IReadOnlyCollection<PluginSlot> Slots => [.. slots.Values];

    /// <summary>What retired and is still being drained or disposed; for tests and for the end of the host.</summary>
    public Task Retiring => Task.WhenAll(slots.Values.Select(s => s.Retiring));

    public SlotState? State(string pluginId)
    {
        if (!slots.TryGetValue(pluginId, out var slot) || slot.State is not { } state)
        {
            return null;
        }

        if (generations.Current(pluginId)?.Places is { } places && places.Hanging(options.Value.CallLimit) is { Count: > 0 } hanging)
        {
            state = WithHanging(state, hanging, places);
        }

        return retirement.Stuck(pluginId) is { Count: > 0 } stuck ? WithStuck(state, stuck) : state;
    }

    /// <summary>Calls of all running plugins that have been inside for longer than a call may take.</summary>
    public int Hanging => generations.All.Sum(g => g.Places.Hanging(options.Value.CallLimit).Count);

    /// <summary>Starts a version beside the one that runs, if any, and puts it in its place; when it cannot start, the running one goes on.</summary>
    public async Task StartAsync(Admitted admitted, IReadOnlyDictionary<string, string?> values, long revision, CancellationToken cancellationToken)
    {
        var (id, version) = (admitted.Manifest.Id, admitted.Manifest.Version.ToString());
        var slot = slots.GetOrAdd(id, key => new PluginSlot(key));
        await slot.Turn.WaitAsync(cancellationToken);
        try
        {
            if (generations.Current(id) is null)
            {
                Set(slot, PluginStatus.Loaded, version, null, revision);
            }

            var next = await factory.BuildAsync(admitted, values, cancellationToken);
            await store.SubscribeAsync(id, revision, next.EventNames, cancellationToken);
            await ReplaceAsync(slot, next);
            Set(slot, PluginStatus.Running, version, null, revision);
            metrics.Generation(id, "started");
            if (await observers.RunningAsync(id, cancellationToken) is { } trouble)
            {
                Set(slot, PluginStatus.Running, version, trouble, revision);
            }
        }
        catch (PluginFailedException e)
        {
            metrics.Generation(id, "failed");
            logger.LogError("The plugin {plugin} {Version} could not start: {Reason}", id, version, e.Message);
            if (generations.Current(id) is { } old)
            {
                Set(slot, PluginStatus.Running, old.Version, $"Version {version} could not start, {old.Version} goes on: {e.Message}", revision);
            }
            else
            {
                Set(slot, PluginStatus.Faulted, version, e.Message, revision);
            }
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Stops what runs and says why nothing runs now.</summary>
    public async Task StopAsync(string pluginId, PluginStatus status, string version, string? reason, long revision, CancellationToken cancellationToken)
    {
        var slot = slots.GetOrAdd(pluginId, key => new PluginSlot(key));
        await slot.Turn.WaitAsync(cancellationToken);
        try
        {
            var ran = generations.Current(pluginId) is not null;
            await ReplaceAsync(slot, null);
            Set(slot, status, version, reason, revision);
            if (ran)
            {
                await observers.StoppedAsync(pluginId, cancellationToken);
            }
        }
        finally
        {
            slot.Turn.Release();
        }
    }

    /// <summary>Ends what still runs of a deleted plugin and drops its place.</summary>
    public async Task ForgetAsync(string pluginId, CancellationToken cancellationToken)
    {
        await StopAsync(pluginId, PluginStatus.Disabled, "", null, 0, cancellationToken);
        slots.TryRemove(pluginId, out _);
    }

    /// <summary>Leaves what runs as it is and says why.</summary>
    public void Keep(string pluginId, string reason, long revision)
    {
        if (slots.TryGetValue(pluginId, out var slot) && slot.State is { } state)
        {
            Set(slot, state.Status, state.Version, reason, revision);
        }
    }

    private SlotState WithHanging(SlotState state, IReadOnlyList<string> hanging, CallPlaces places)
    {
        var entries = string.Join(", ", hanging.GroupBy(e => e, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Key} {g.Count()}"));
        var rest = hanging.Count >= places.Most ? "No call gets in any more" : $"Beyond {places.Most} at once, calls are refused";
        var sentence = $"{hanging.Count} {(hanging.Count == 1 ? "call of this plugin hangs" : "calls of this plugin hang")} ({entries}): inside it for more than "
            + $"{options.Value.CallLimit.TotalSeconds:0.#} seconds. {rest}. Tell its owner; another version starts afresh, and a restart of this node gives the threads back.";
        return state with
        {
            Status = hanging.Count >= places.Most && state.Status == PluginStatus.Running ? PluginStatus.Faulted : state.Status,
            Reason = state.Reason is null ? sentence : $"{state.Reason} {sentence}",
        };
    }

    private static SlotState WithStuck(SlotState state, IReadOnlyList<string> stuck)
    {
        var sentence = $"Version {string.Join(", ", stuck)} was stopped but stays in memory, because something in it is still referenced or running; restart this node to get rid of it.";
        return state.Status is PluginStatus.Running or PluginStatus.Loaded
            ? state with { Reason = state.Reason is null ? sentence : $"{state.Reason} {sentence}" }
            : state with { Status = PluginStatus.RestartNeeded, Reason = state.Reason is null ? sentence : $"{state.Reason} {sentence}" };
    }

    private async Task ReplaceAsync(PluginSlot slot, Generation? next)
    {
        var old = generations.Swap(slot.PluginId, next);
        endpoints.Set(slot.PluginId, next);
        contributions.Refresh();
        if (old is not null)
        {
            // The old one's background work ends before the new one's begins: two of them would do the same work.
            old.StopBackground();
            await Task.WhenAny(old.Background, Task.Delay(options.Value.StopLimit, clock));
            slot.Retiring = Task.WhenAll(slot.Retiring, RetireAsync(old));
        }

        if (next is not null)
        {
            background.Start(next, reason => OnBackgroundTrouble(slot, next, reason));
        }
    }

    private async Task RetireAsync(Generation old)
    {
        await Task.Yield();
        var drained = old.CloseAsync();
        if (await Task.WhenAny(drained, Task.Delay(options.Value.DrainLimit, clock)) != drained)
        {
            logger.LogWarning("{Plugin} {Version} was still busy {Limit} after it was replaced or stopped; what it was doing is abandoned.", old.PluginId, old.Version, options.Value.DrainLimit);
        }

        var left = await old.EndAsync(
            e => recent.Add(old.PluginId, LogLevel.Error, "Stop", $"Version {old.Version} failed while it was disposed: {e.Message}", e));
        if (left is { } stays)
        {
            retirement.Watch(old.PluginId, old.Version, stays.Left, stays.HostCaches);
        }
    }

    private void OnBackgroundTrouble(PluginSlot slot, Generation generation, string? reason)
    {
        if (generations.Current(slot.PluginId) == generation && slot.State is { } state)
        {
            Set(slot, reason is null ? PluginStatus.Running : PluginStatus.Faulted, state.Version, reason, state.Revision);
        }
    }

    private void Set(PluginSlot slot, PluginStatus status, string version, string? reason, long revision)
    {
        slot.State = new SlotState(status, version, reason, revision, clock.GetUtcNow());
        Changed?.Invoke();
    }
}
