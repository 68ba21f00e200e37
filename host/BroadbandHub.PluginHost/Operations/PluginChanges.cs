using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>Changes what is wanted of a plugin: writes it with its author, and waits until this node has followed.</summary>
internal sealed class PluginChanges(PluginStore store, Convergence convergence, PluginViews views, TimeProvider clock)
{
    private const int LongestName = 200;

    /// <param name="change">Changes the row, or answers why not. Runs in the transaction; may run again.</param>
    public async Task<Outcome<PluginView>> ApplyAsync(
        string pluginId, string action, string by, Func<DesiredPlugin, HubError?> change, CancellationToken cancellationToken)
    {
        HubError? refusal;
        try
        {
            refusal = await WriteAsync(pluginId, action, by.Length > LongestName ? by[..LongestName] : by, change, cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            refusal = HubError.Conflict("plugin.changed_meanwhile", $"Somebody else changed the plugin {pluginId} at the same moment; look at it again.");
        }

        if (refusal is not null)
        {
            return refusal;
        }

        await convergence.RoundAsync(pluginId, cancellationToken);
        return (await views.FindAsync(pluginId, cancellationToken))!.Plugin;
    }

    private Task<HubError?> WriteAsync(string pluginId, string action, string by, Func<DesiredPlugin, HubError?> change, CancellationToken cancellationToken) => store.WriteAsync(
        async (db, subscriptions, log) =>
        {
            if (await db.Desired.FirstOrDefaultAsync(d => d.PluginId == pluginId, cancellationToken) is not { } row)
            {
                return HubError.NotFound("plugin.not_found", $"There is no plugin {pluginId}.");
            }

            var (from, settings) = (row.Version, row.SettingsJson);
            if (change(row) is { } refusal)
            {
                return refusal;
            }

            if (!row.Enabled)
            {
                await subscriptions.SetAsync(pluginId, [], cancellationToken);
            }

            var now = clock.GetUtcNow();
            (row.Revision, row.ChangedBy, row.ChangedAt) = (row.Revision + 1, by, now);
            db.Changes.Add(new ChangeRow { Id = Guid.CreateVersion7(now), PluginId = pluginId, Action = action, FromVersion = from, ToVersion = row.Version, By = by, At = now });
            await log.AddAsync(
                PluginChangeKinds.Of(action), new Change().About("plugin", pluginId, pluginId).Field("version", from, row.Version).With("settings", SettingsStore.Changed(settings, row.SettingsJson)), cancellationToken);
            return null;
        },
        refusal => refusal is null,
        cancellationToken);
}
