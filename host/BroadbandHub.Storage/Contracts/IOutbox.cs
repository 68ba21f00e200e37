using BroadbandHub.Sdk;

namespace BroadbandHub.Storage.Contracts;

/// <summary>Stores events for plugins in the transaction that causes them. Scoped; call it inside the unit of work.</summary>
public interface IOutbox
{
    /// <summary>Stores the event and one delivery row for each plugin that subscribes to it.</summary>
    Task AddAsync(HubEvent happened, CancellationToken cancellationToken);

    /// <summary>Stores a plugin's own event for the plugins that subscribe to it.</summary>
    Task AddAsync(PluginMessage message, CancellationToken cancellationToken);
}

/// <summary>Which events a plugin wants. Scoped; call it inside the unit of work, together with what makes sure that this is still so.</summary>
public interface IEventSubscriptions
{
    /// <summary>From the commit on. Event names: type name of a HubEvent, or full name of a plugin event. An empty list stops new deliveries; stored ones stay.</summary>
    Task SetAsync(string pluginId, IReadOnlyCollection<string> eventNames, CancellationToken cancellationToken);

    /// <summary>Forgets what the plugin wants and all its deliveries, the unfinished ones too. Answers how many of those there were.</summary>
    Task<int> ForgetAsync(string pluginId, CancellationToken cancellationToken);
}

/// <summary>What the event dispatcher works on. Singleton; each call is a transaction of its own.</summary>
public interface IDeliveries
{
    /// <summary>
    /// Leases the next due deliveries of the given plugins, at most one per plugin and subject, never one that has an unfinished earlier delivery (pending or parked)
    /// of the same plugin and subject. A lease that passes is given to somebody else: at least once.
    /// </summary>
    Task<IReadOnlyList<DueDelivery>> ClaimAsync(IReadOnlyCollection<DeliveryClaim> claims, TimeSpan lease, CancellationToken cancellationToken);

    /// <param name="reason">Why nothing had to be done, when that is how it ended.</param>
    Task CompleteAsync(DueDelivery delivery, string? reason, CancellationToken cancellationToken);

    /// <summary>Makes it due again later, or parks it when <paramref name="retryAfter"/> is null. The reason is cut at 2,000 characters.</summary>
    Task FailAsync(DueDelivery delivery, string reason, TimeSpan? retryAfter, CancellationToken cancellationToken);

    /// <summary>Gives a lease back untried (the plugin is draining).</summary>
    Task ReleaseAsync(DueDelivery delivery, CancellationToken cancellationToken);

    /// <summary>Makes parked deliveries of a plugin due again: one, or all when <paramref name="deliveryId"/> is null. Answers how many.</summary>
    Task<int> ReplayAsync(string pluginId, long? deliveryId, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeliveryView>> ListAsync(string pluginId, DeliveryState? state, long? before, int most, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<DeliveryState, int>> CountAsync(string pluginId, CancellationToken cancellationToken);

    /// <summary>Raised on this node after a commit that stored events, so that the dispatcher need not wait for its next poll.</summary>
    event Action? Stored;
}

/// <summary>What a node can deliver to one plugin now.</summary>
/// <param name="Most">How many at once.</param>
/// <param name="EventNames">Only these; null takes whatever is stored for the plugin.</param>
public sealed record DeliveryClaim(string PluginId, int Most, IReadOnlyCollection<string>? EventNames);

public enum DeliveryState
{
    Pending,
    Parked,
    Done,
}

public sealed record DueDelivery(long Id, string PluginId, Guid EventId, string EventName, string Subject, string Json, DateTimeOffset OccurredAt, int Attempt, Guid LeaseToken);

public sealed record DeliveryView(
    long Id, string EventName, string Subject, string Json, DateTimeOffset OccurredAt, DeliveryState State, int Attempts, DateTimeOffset? NextAttemptAt, string? Reason);
