using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>Puts together what the console shows: the wish, the manifest, and what the nodes say.</summary>
internal sealed class PluginViews(PluginStore store, VersionFolders folders, PackageStore packages, NodeReports reports)
{
    private const int MostChanges = 50;

    public async Task<IReadOnlyList<PluginView>> ListAsync(CancellationToken cancellationToken)
    {
        var desired = await store.DesiredAsync(cancellationToken);
        var versions = await folders.VersionsAsync(cancellationToken);
        var uploaded = (await packages.ListAsync(cancellationToken)).ToLookup(p => p.PluginId, p => p.Version, StringComparer.Ordinal);
        var said = await reports.ReadAsync(cancellationToken);
        var views = new List<PluginView>();
        foreach (var wish in desired)
        {
            var (admitted, _) = await TryAdmitAsync(wish, cancellationToken);
            views.Add(View(wish, admitted?.Manifest, versions, uploaded, said));
        }

        return views;
    }

    public async Task<PluginDetail?> FindAsync(string pluginId, CancellationToken cancellationToken)
    {
        var wish = await store.ReadAsync(db => db.Desired.AsNoTracking().FirstOrDefaultAsync(d => d.PluginId == pluginId, cancellationToken));
        if (wish is null)
        {
            return null;
        }

        var (admitted, _) = await TryAdmitAsync(wish, cancellationToken);
        var manifest = admitted?.Manifest;
        var uploaded = (await packages.ListAsync(cancellationToken)).ToLookup(p => p.PluginId, p => p.Version, StringComparer.Ordinal);
        var view = View(wish, manifest, await folders.VersionsAsync(cancellationToken), uploaded, await reports.ReadAsync(cancellationToken));
        var changes = await store.ReadAsync(db => db.Changes.AsNoTracking().Where(c => c.PluginId == pluginId)
            .OrderByDescending(c => c.At).Take(MostChanges).Select(c => new PluginChange(c.Action, c.FromVersion, c.ToVersion, c.By, c.At)).ToListAsync(cancellationToken));
        return new PluginDetail(
            view, manifest?.Provides ?? [], manifest?.Permissions ?? [], manifest?.Publishes ?? [], manifest?.Consumes ?? [],
            manifest?.Requires.Select(r => new PluginRequirement(r.Id, r.Versions.ToString())).ToList() ?? [],
            SettingsStore.View(wish.SettingsJson, manifest?.Settings ?? []), admitted?.Warnings ?? [], changes);
    }

    private async Task<(Admitted? Admitted, string? Reason)> TryAdmitAsync(DesiredPlugin wish, CancellationToken cancellationToken)
    {
        try
        {
            return (await folders.AdmitAsync(wish.PluginId, wish.Version, cancellationToken), null);
        }
        catch (Exception e) when (e is RejectedException or IOException or UnauthorizedAccessException)
        {
            return (null, e.Message);
        }
    }

    private PluginView View(
        DesiredPlugin wish, PluginManifest? manifest, IReadOnlyDictionary<string, IReadOnlyList<SemVersion>> versions, ILookup<string, string> uploaded,
        (IReadOnlyList<string> Live, ILookup<string, NodePluginRow> Rows) said)
    {
        var rows = said.Rows[wish.PluginId].ToList();
        var waitingFor = said.Live.Where(n => rows.Find(r => r.Node == n)?.Revision != wish.Revision).ToList();
        var worst = rows.Where(r => r.Revision == wish.Revision).OrderBy(r => Rank(r.Status)).FirstOrDefault();
        var (status, reason) = (worst, waitingFor.Count) switch
        {
            ({ Status: PluginStatus.Rejected or PluginStatus.Faulted }, _) => (worst.Status, worst.Reason),
            (_, > 0) => (wish.Enabled ? PluginStatus.Loaded : PluginStatus.Stopped, $"Waiting for {string.Join(", ", waitingFor)} to follow."),
            (not null, _) => (worst.Status, worst.Reason ?? rows.Find(r => r.Reason is not null)?.Reason),
            _ => (wish.Enabled ? PluginStatus.Stopped : PluginStatus.Disabled, wish.Enabled ? "No node is running." : null),
        };
        return new PluginView(
            wish.PluginId, manifest?.Name ?? new LocalText(wish.PluginId), manifest?.Description ?? new LocalText(""), manifest?.Owner ?? "",
            wish.Version, wish.PreviousVersion, versions.TryGetValue(wish.PluginId, out var there) ? [.. there.Select(v => v.ToString())] : [],
            [.. uploaded[wish.PluginId].Order(StringComparer.Ordinal)], folders.Listed.Any(l => l.Id == wish.PluginId),
            wish.Enabled, status, reason, [.. rows.Select(r => new NodePluginView(r.Node, r.Version, r.Status, r.Reason, r.At))], wish.ChangedBy, wish.ChangedAt);
    }

    private static int Rank(PluginStatus status) => status switch
    {
        PluginStatus.Rejected => 0,
        PluginStatus.Faulted => 1,
        PluginStatus.RestartNeeded => 2,
        PluginStatus.Loaded => 3,
        PluginStatus.Stopped => 4,
        PluginStatus.Disabled => 5,
        _ => 6,
    };
}
