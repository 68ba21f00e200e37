using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;

namespace BroadbandHub.PluginHost.Http;

/// <summary>Copies what running plugins add to the portal into records of the host's own.</summary>
internal sealed class PluginContributions(Generations generations) : IPluginContributions
{
    private volatile Snapshot snapshot = new([], [], []);

    public event Action? Changed;

    public IReadOnlyList<PluginSection> Sections => snapshot.Sections;

    public IReadOnlyList<PluginWidget> Widgets => snapshot.Widgets;

    public IReadOnlyList<PluginPermission> Permissions => snapshot.Permissions;

    public void Refresh()
    {
        var (sections, widgets, permissions) = (new List<PluginSection>(), new List<PluginWidget>(), new List<PluginPermission>());
        foreach (var generation in generations.All)
        {
            using var lease = generation.TryEnter();
            if (lease is null)
            {
                continue;
            }

            var (id, parts) = (generation.PluginId, lease.Core.Parts);
            sections.AddRange(parts.Sections.Where(s => s.Pages.Count > 0).Select(s => new PluginSection(
                id, s.Key, s.Audience, s.Title, s.Icon, $"/s/{id}/{s.Pages[0].Path}".TrimEnd('/'), s.Permission, s.Order)));
            widgets.AddRange(parts.Widgets.Select(w => new PluginWidget(id, w.Key, w.Audience, w.Title, w.Permission, w.Order)));
            permissions.AddRange(generation.Manifest.Permissions);
        }

        snapshot = new Snapshot(
            [.. sections.OrderBy(s => s.Order).ThenBy(s => s.PluginId, StringComparer.Ordinal)],
            [.. widgets.OrderBy(w => w.Order).ThenBy(w => w.PluginId, StringComparer.Ordinal)],
            permissions);
        Changed?.Invoke();
    }

    private sealed record Snapshot(IReadOnlyList<PluginSection> Sections, IReadOnlyList<PluginWidget> Widgets, IReadOnlyList<PluginPermission> Permissions);
}
