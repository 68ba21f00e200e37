using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>
/// Takes plugins and versions away that nobody wants any more. A plugin's tables and files stay, and so does its claim to their names: what it recorded may be
/// needed for years, and the same plugin finds it again.
/// </summary>
internal sealed class PluginRemoval(PluginStore store, VersionFolders folders, PackageStore packages, NodeReports reports, Convergence convergence, PluginViews views, TimeProvider clock)
{
    public async Task<Outcome<PluginDeleted>> DeleteAsync(string pluginId, string by, CancellationToken cancellationToken)
    {
        if (folders.Listed.Any(l => l.Id == pluginId))
        {
            return HubError.Conflict("plugin.listed", $"plugins.json lists {pluginId}; remove it there and restart the nodes first, or it would come back.");
        }

        var runsOn = await RunsOnAsync(pluginId, _ => true, cancellationToken);
        var gone = await store.WriteAsync<Outcome<Removed>>(
            async (db, subscriptions, log) =>
            {
                if (await db.Desired.FirstOrDefaultAsync(d => d.PluginId == pluginId, cancellationToken) is not { } row)
                {
                    return NotFound(pluginId);
                }

                if (row.Enabled || runsOn.Count > 0)
                {
                    return HubError.Conflict("plugin.running", row.Enabled
                        ? $"The plugin {pluginId} is enabled; disable it first."
                        : $"The plugin {pluginId} still runs on {string.Join(", ", runsOn)}; wait until it has stopped there.");
                }

                var stored = await db.Packages.Where(p => p.PluginId == pluginId).ToListAsync(cancellationToken);
                db.Packages.RemoveRange(stored);
                db.Desired.Remove(row);
                await db.NodePlugins.Where(p => p.PluginId == pluginId).ExecuteDeleteAsync(cancellationToken);
                await RecordAsync(db, log, pluginId, "delete", row.Version, by, cancellationToken);
                return new Removed(await subscriptions.ForgetAsync(pluginId, cancellationToken), [.. stored.Select(s => s.FileName)]);
            },
            outcome => outcome.IsOk,
            cancellationToken);
        if (!gone.IsOk)
        {
            return gone.Error!;
        }

        await packages.ForgetAsync(gone.Value.Files, cancellationToken);
        await convergence.RoundAsync("", cancellationToken);
        return new PluginDeleted(pluginId, gone.Value.Files.Count, gone.Value.Undelivered);
    }

    public async Task<Outcome<PluginView>> DeleteVersionAsync(string pluginId, string version, string by, CancellationToken cancellationToken)
    {
        var runsOn = await RunsOnAsync(pluginId, row => row.Version == version, cancellationToken);
        var gone = await store.WriteAsync<Outcome<string>>(
            async (db, _, log) =>
            {
                if (await db.Desired.FirstOrDefaultAsync(d => d.PluginId == pluginId, cancellationToken) is not { } row)
                {
                    return NotFound(pluginId);
                }

                if (row.Version == version || runsOn.Count > 0)
                {
                    return HubError.Conflict("plugin.version_in_use", row.Version == version
                        ? $"{version} is the version of {pluginId} that is wanted; change to another version first, or delete the whole plugin."
                        : $"Version {version} of {pluginId} still runs on {string.Join(", ", runsOn)}.");
                }

                if (await db.Packages.FirstOrDefaultAsync(p => p.PluginId == pluginId && p.Version == version, cancellationToken) is not { } package)
                {
                    return HubError.NotFound("plugin.version_not_found", $"There is no uploaded version {version} of {pluginId}; versions in folders of plugins.json are removed there.");
                }

                row.PreviousVersion = row.PreviousVersion == version ? null : row.PreviousVersion;
                db.Packages.Remove(package);
                await RecordAsync(db, log, pluginId, "delete version", version, by, cancellationToken);
                return package.FileName;
            },
            outcome => outcome.IsOk,
            cancellationToken);
        if (!gone.IsOk)
        {
            return gone.Error!;
        }

        await packages.ForgetAsync([gone.Value], cancellationToken);
        return (await views.FindAsync(pluginId, cancellationToken))!.Plugin;
    }

    private static HubError NotFound(string pluginId) => HubError.NotFound("plugin.not_found", $"There is no plugin {pluginId}.");

    private async Task RecordAsync(PluginsDb db, IChangeLog log, string pluginId, string action, string version, string by, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        db.Changes.Add(new ChangeRow { Id = Guid.CreateVersion7(now), PluginId = pluginId, Action = action, FromVersion = version, By = by.Length > 200 ? by[..200] : by, At = now });
        await log.AddAsync(PluginChangeKinds.Of(action), new Change().About("plugin", pluginId, pluginId).Field("version", version, null), cancellationToken);
    }

    /// <summary>The live nodes on which it runs.</summary>
    private async Task<IReadOnlyList<string>> RunsOnAsync(string pluginId, Func<NodePluginRow, bool> which, CancellationToken cancellationToken) =>
        [.. (await reports.ReadAsync(cancellationToken)).Rows[pluginId].Where(which).Where(r => r.Status is PluginStatus.Running or PluginStatus.Loaded or PluginStatus.Faulted).Select(r => r.Node)];

    private sealed record Removed(int Undelivered, IReadOnlyList<string> Files);
}
