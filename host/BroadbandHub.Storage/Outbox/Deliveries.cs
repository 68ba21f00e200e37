using System.Linq.Expressions;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Outbox;

internal sealed class Deliveries(IServiceScopeFactory scopes, TimeProvider clock) : IDeliveries
{
    private const int MostReason = 2_000;
    private const int PageOfDue = 64;

    public event Action? Stored;

    public void RaiseStored() => Stored?.Invoke();

    public async Task<IReadOnlyList<DueDelivery>> ClaimAsync(IReadOnlyCollection<DeliveryClaim> claims, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (claims.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow();
        var due = new List<long>();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        due.AddRange(await FindAsync(db, [.. claims.Where(c => c.EventNames is null)], now, cancellationToken));
        foreach (var claim in claims.Where(c => c.EventNames is not null))
        {
            var names = claim.EventNames!;
            due.AddRange(await Due(db, [claim.PluginId], now).Where(d => db.Events.Any(e => e.Id == d.EventId && names.Contains(e.Name)))
                .OrderBy(d => d.Id).Select(d => d.Id).Take(claim.Most).ToListAsync(cancellationToken));
        }

        return due.Count == 0 ? [] : await WriteAsync(db => LeaseAsync(db, due, now, now + lease, cancellationToken), cancellationToken);
    }

    public Task CompleteAsync(DueDelivery delivery, string? reason, CancellationToken cancellationToken) =>
        ChangeAsync(delivery, set => set.SetProperty(d => d.State, DeliveryState.Done).SetProperty(d => d.LeaseToken, (Guid?)null)
            .SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null).SetProperty(d => d.Reason, reason), cancellationToken);

    public Task FailAsync(DueDelivery delivery, string reason, TimeSpan? retryAfter, CancellationToken cancellationToken)
    {
        var text = reason.Length > MostReason ? reason[..MostReason] : reason;
        var state = retryAfter is null ? DeliveryState.Parked : DeliveryState.Pending;
        var next = clock.GetUtcNow() + (retryAfter ?? TimeSpan.Zero);
        return ChangeAsync(delivery, set => set.SetProperty(d => d.State, state).SetProperty(d => d.NextAttemptAt, next).SetProperty(d => d.Reason, text)
            .SetProperty(d => d.LeaseToken, (Guid?)null).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null), cancellationToken);
    }

    public Task ReleaseAsync(DueDelivery delivery, CancellationToken cancellationToken) =>
        ChangeAsync(delivery, set => set.SetProperty(d => d.Attempts, d => d.Attempts - 1)
            .SetProperty(d => d.LeaseToken, (Guid?)null).SetProperty(d => d.LeaseUntil, (DateTimeOffset?)null), cancellationToken);

    public async Task<int> ReplayAsync(string pluginId, long? deliveryId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var count = await WriteAsync(
            db => db.Deliveries
                .Where(d => d.PluginId == pluginId && d.State == DeliveryState.Parked && (deliveryId == null || d.Id == deliveryId))
                .ExecuteUpdateAsync(
                    set => set.SetProperty(d => d.State, DeliveryState.Pending).SetProperty(d => d.Attempts, 0).SetProperty(d => d.NextAttemptAt, now),
                    cancellationToken),
            cancellationToken);
        RaiseStored();
        return count;
    }

    public async Task<IReadOnlyList<DeliveryView>> ListAsync(
        string pluginId, DeliveryState? state, long? before, int most, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        return await db.Deliveries.Where(d => d.PluginId == pluginId && (state == null || d.State == state) && (before == null || d.Id < before))
            .OrderByDescending(d => d.Id).Take(most)
            .Join(db.Events, d => d.EventId, e => e.Id, (d, e) => new DeliveryView(
                d.Id, e.Name, e.Subject, e.Json, e.OccurredAt, d.State, d.Attempts, d.State == DeliveryState.Pending ? d.NextAttemptAt : null, d.Reason))
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyDictionary<DeliveryState, int>> CountAsync(string pluginId, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageDb>().Deliveries.Where(d => d.PluginId == pluginId)
            .GroupBy(d => d.State).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
    }

    /// <summary>The next ones of all plugins together, a page at a time: one with a long backlog fills its own places and then is left out, so that it hides nobody.</summary>
    private static async Task<List<long>> FindAsync(StorageDb db, List<DeliveryClaim> claims, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var found = new List<long>();
        var left = claims.Where(c => c.Most > 0).ToDictionary(c => c.PluginId, c => c.Most, StringComparer.Ordinal);
        while (left.Count > 0)
        {
            var open = left.Keys.ToList();
            var page = await Due(db, open, now).Where(d => !found.Contains(d.Id)).OrderBy(d => d.Id).Select(d => new { d.Id, d.PluginId }).Take(PageOfDue).ToListAsync(cancellationToken);
            foreach (var delivery in page)
            {
                if (left.TryGetValue(delivery.PluginId, out var places))
                {
                    found.Add(delivery.Id);
                    left[delivery.PluginId] = places - 1;
                }

                if (places == 1)
                {
                    left.Remove(delivery.PluginId);
                }
            }

            if (page.Count < PageOfDue)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>Pending, due, not leased, and the first unfinished one of its subject.</summary>
    private static IQueryable<StoredDelivery> Due(StorageDb db, IReadOnlyCollection<string> pluginIds, DateTimeOffset now) =>
        db.Deliveries.AsNoTracking().Where(d =>
            pluginIds.Contains(d.PluginId) && d.State == DeliveryState.Pending && d.NextAttemptAt <= now && (d.LeaseUntil == null || d.LeaseUntil < now)
            && !db.Deliveries.Any(e => e.PluginId == d.PluginId && e.Subject == d.Subject && e.State != DeliveryState.Done && e.Id < d.Id));

    private static async Task<IReadOnlyList<DueDelivery>> LeaseAsync(
        StorageDb db, List<long> ids, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var token = Guid.CreateVersion7(now);
        await db.Deliveries.Where(d => ids.Contains(d.Id) && d.State == DeliveryState.Pending && (d.LeaseUntil == null || d.LeaseUntil < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(d => d.LeaseToken, token).SetProperty(d => d.LeaseUntil, until).SetProperty(d => d.Attempts, d => d.Attempts + 1),
                cancellationToken);
        return await db.Deliveries.AsNoTracking().Where(d => ids.Contains(d.Id) && d.LeaseToken == token).OrderBy(d => d.Id)
            .Join(db.Events, d => d.EventId, e => e.Id, (d, e) => new DueDelivery(d.Id, d.PluginId, e.Id, e.Name, e.Subject, e.Json, e.OccurredAt, d.Attempts, token))
            .ToListAsync(cancellationToken);
    }

    private async Task ChangeAsync(
        DueDelivery delivery,
        Expression<Func<Microsoft.EntityFrameworkCore.Query.SetPropertyCalls<StoredDelivery>, Microsoft.EntityFrameworkCore.Query.SetPropertyCalls<StoredDelivery>>> change,
        CancellationToken cancellationToken) =>
        await WriteAsync(db => db.Deliveries.Where(d => d.Id == delivery.Id && d.LeaseToken == delivery.LeaseToken).ExecuteUpdateAsync(change, cancellationToken), cancellationToken);

    private async Task<T> WriteAsync<T>(Func<StorageDb, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => work(db), _ => true, cancellationToken);
    }
}
