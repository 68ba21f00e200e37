using BroadbandHub.PluginHost.Packages;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.State;

/// <summary>What a node does once, before it follows the operators: a plugin that plugins.json lists and the database does not know yet starts as the list says.</summary>
internal sealed class Seeding(PluginStore store, VersionFolders folders, PackageStore packages, TimeProvider clock)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await packages.SweepAsync(cancellationToken);
        var versions = await folders.VersionsAsync(cancellationToken);
        foreach (var entry in folders.Listed)
        {
            var version = versions.TryGetValue(entry.Id, out var there) ? there[0].ToString() : "0.0.0";
            try
            {
                await store.WriteAsync(
                    async db =>
                    {
                        if (await db.Desired.FirstOrDefaultAsync(d => d.PluginId == entry.Id, cancellationToken) is not { } row)
                        {
                            db.Desired.Add(new DesiredPlugin { PluginId = entry.Id, Version = version, Enabled = entry.Enabled, ChangedBy = "plugins.json", ChangedAt = clock.GetUtcNow() });
                        }
                        else if (row.Version == "0.0.0" && version != row.Version)
                        {
                            // It was listed before it was built.
                            (row.Version, row.Revision) = (version, row.Revision + 1);
                        }
                    },
                    cancellationToken);
            }
            catch (DbUpdateException)
            {
                // Another node that starts at the same time has written it.
            }
        }
    }
}
