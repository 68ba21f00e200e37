using System.Collections.Concurrent;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Which generation of each plugin runs on this node now.</summary>
internal sealed class Generations
{
    private readonly ConcurrentDictionary<string, Generation> current = new(StringComparer.Ordinal);

    public IReadOnlyList<Generation> All => current.Values.OrderBy(g => g.PluginId, StringComparer.Ordinal).ToList();

    public Generation? Current(string pluginId) => current.GetValueOrDefault(pluginId);

    /// <summary>Puts the next one in place and answers the one before.</summary>
    public Generation? Swap(string pluginId, Generation? next)
    {
        Generation? previous = null;
        if (next is null)
        {
            current.TryRemove(pluginId, out previous);
        }
        else
        {
            current.AddOrUpdate(pluginId, next, (_, old) =>
            {
                previous = old;
                return next;
            });
        }

        return previous;
    }

    /// <summary>Enters the running generation of a plugin for a look; null when none runs. An upgrade in between is not seen by the caller.</summary>
    public GenerationLease? TryEnter(string pluginId) => TryEnter(pluginId, g => g.TryEnter());

    /// <summary>Enters it to run its code; null when none runs, or when it has as many calls as it may have.</summary>
    public GenerationLease? TryCall(string pluginId, string entry, out bool isFull)
    {
        var full = false;
        var lease = TryEnter(pluginId, g => g.TryCall(entry, null, out full));
        isFull = lease is null && full;
        return lease;
    }

    private GenerationLease? TryEnter(string pluginId, Func<Generation, GenerationLease?> enter)
    {
        for (var generation = Current(pluginId); generation is not null; generation = Current(pluginId) is { } now && now != generation ? now : null)
        {
            if (enter(generation) is { } lease)
            {
                return lease;
            }
        }

        return null;
    }
}
