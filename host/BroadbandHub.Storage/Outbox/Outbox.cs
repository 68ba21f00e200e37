using System.Text.Json;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.Outbox;

internal sealed class Outbox(StorageDb db, IUnitOfWork unitOfWork, Deliveries deliveries, TimeProvider clock) : IOutbox
{
    public Task AddAsync(HubEvent happened, CancellationToken cancellationToken)
    {
        var type = happened.GetType();
        return AddAsync(type.Name, happened.Subject, JsonSerializer.Serialize(happened, type, HubJson.Options), happened.OccurredAt, cancellationToken);
    }

    public Task AddAsync(PluginMessage message, CancellationToken cancellationToken) =>
        AddAsync(message.Name, message.Subject, message.Json, message.OccurredAt, cancellationToken);

    private async Task AddAsync(string name, string subject, string json, DateTimeOffset occurredAt, CancellationToken cancellationToken)
    {
        var plugins = await db.Subscriptions.AsNoTracking().Where(s => s.EventName == name).Select(s => s.PluginId).ToListAsync(cancellationToken);
        if (plugins.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow();
        var stored = new StoredEvent { Id = Guid.CreateVersion7(now), Name = name, Subject = subject, Json = json, OccurredAt = occurredAt };
        db.Events.Add(stored);
        foreach (var plugin in plugins)
        {
            db.Deliveries.Add(new StoredDelivery { EventId = stored.Id, PluginId = plugin, Subject = subject, NextAttemptAt = now });
        }

        unitOfWork.AfterCommit(deliveries.RaiseStored);
    }
}
