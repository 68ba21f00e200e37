using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>Checks what plugins require of each other over the set that is to run.</summary>
internal static class Dependencies
{
    /// <summary>Plugin id → why it may not run; plugins that may are not in the answer.</summary>
    public static IReadOnlyDictionary<string, string> Refusals(IReadOnlyCollection<PluginManifest> wanted)
    {
        var byId = wanted.ToDictionary(m => m.Id, StringComparer.Ordinal);
        var refused = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var manifest in wanted)
        {
            if (FindCycle(manifest, byId) is { } cycle)
            {
                refused[manifest.Id] = $"The plugins need each other in a circle ({string.Join(" → ", cycle)}); remove one of these requirements from its plugin.json.";
            }
        }

        // A refusal refuses those that need the refused, until nothing changes any more.
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var manifest in wanted.Where(m => !refused.ContainsKey(m.Id)))
            {
                if (manifest.Requires.Select(r => Missing(r, byId, refused)).FirstOrDefault(r => r is not null) is { } reason)
                {
                    refused[manifest.Id] = reason;
                    changed = true;
                }
            }
        }

        return refused;
    }

    private static string? Missing(ManifestRequirement requirement, Dictionary<string, PluginManifest> byId, Dictionary<string, string> refused)
    {
        if (!byId.TryGetValue(requirement.Id, out var other))
        {
            return $"It needs the plugin {requirement.Id} ({requirement.Versions}), which is not enabled; enable that one first.";
        }

        if (!requirement.Versions.Contains(other.Version))
        {
            return $"It needs the plugin {requirement.Id} in version {requirement.Versions}, but {other.Version} is enabled; change the version of one of them.";
        }

        return refused.ContainsKey(other.Id) ? $"It needs the plugin {requirement.Id}, which is rejected itself; see there." : null;
    }

    private static List<string>? FindCycle(PluginManifest start, Dictionary<string, PluginManifest> byId)
    {
        var path = new List<string> { start.Id };
        var visited = new HashSet<string>(StringComparer.Ordinal);
        return Walk(start) ? path : null;

        bool Walk(PluginManifest at)
        {
            foreach (var requirement in at.Requires)
            {
                path.Add(requirement.Id);
                if (requirement.Id == start.Id || (visited.Add(requirement.Id) && byId.TryGetValue(requirement.Id, out var next) && Walk(next)))
                {
                    return true;
                }

                path.RemoveAt(path.Count - 1);
            }

            return false;
        }
    }
}
