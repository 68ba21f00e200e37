using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.Outbox;

/// <summary>Forgets events whose deliveries are all done a week after they happened.</summary>
internal sealed class PurgeDeliveries(StorageDb db, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Kept;
        var events = await unitOfWork.RunAsync(
            () => db.Events.Where(e => e.OccurredAt < before && !db.Deliveries.Any(d => d.EventId == e.Id && d.State != DeliveryState.Done))
                .ExecuteDeleteAsync(cancellationToken),
            _ => true,
            cancellationToken);
        return events == 0 ? null : $"{events} delivered events forgotten";
    }
}
