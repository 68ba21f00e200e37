using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.Outbox;

internal sealed class EventSubscriptions(StorageDb db) : IEventSubscriptions
{
    public async Task SetAsync(string pluginId, IReadOnlyCollection<string> eventNames, CancellationToken cancellationToken)
    {
        var had = await db.Subscriptions.Where(s => s.PluginId == pluginId).ToListAsync(cancellationToken);
        db.Subscriptions.RemoveRange(had.Where(s => !eventNames.Contains(s.EventName)));
        db.Subscriptions.AddRange(eventNames.Except(had.Select(s => s.EventName), StringComparer.Ordinal)
            .Select(name => new EventSubscription { EventName = name, PluginId = pluginId }));
    }

    public async Task<int> ForgetAsync(string pluginId, CancellationToken cancellationToken)
    {
        await db.Subscriptions.Where(s => s.PluginId == pluginId).ExecuteDeleteAsync(cancellationToken);
        var unfinished = await db.Deliveries.CountAsync(d => d.PluginId == pluginId && d.State != DeliveryState.Done, cancellationToken);
        await db.Deliveries.Where(d => d.PluginId == pluginId).ExecuteDeleteAsync(cancellationToken);
        return unfinished;
    }
}
