namespace BroadbandHub.Sdk;

/// <summary>Handles an event of the host. You implement it; it never gains members.</summary>
/// <typeparam name="TEvent">The event.</typeparam>
public interface IEventHandler<in TEvent>
    where TEvent : HubEvent
{
    /// <summary>
    /// The host calls it on a pool thread, in a scope of its own, on one node at a time per subject, at least once per event: after a crash the
    /// same event comes again, so handle <paramref name="delivery"/>'s id idempotently. Return when it is done. An exception (or
    /// passing the time limit, 30 seconds unless configured) makes the host try again with back-off, eight times, then park the event with the
    /// exception's message; only later events of the same subject wait for it. An operator can replay it from the console. At the time limit
    /// <paramref name="cancellationToken"/> is cancelled: stop then. Code that goes on all the same may still run while the event is tried again, and
    /// only then may two calls for one subject overlap.
    /// </summary>
    Task HandleAsync(TEvent happened, Delivery delivery, CancellationToken cancellationToken);
}

/// <summary>One delivery of an event to one plugin.</summary>
/// <param name="EventId">Id of the event, the same at every attempt and for every plugin.</param>
/// <param name="Attempt">1 for the first attempt.</param>
public sealed record Delivery(Guid EventId, int Attempt);
