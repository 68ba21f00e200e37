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

    /// <summary>Enters the running generation of a plugin; null when none runs. An upgrade in between is not seen by the caller.</summary>
    public GenerationLease? TryEnter(string pluginId)
    {
        for (var generation = Current(pluginId); generation is not null; generation = Current(pluginId) is { } now && now != generation ? now : null)
        {
            if (generation.TryEnter() is { } lease)
            {
                return lease;
            }
        }

        return null;
    }
}
