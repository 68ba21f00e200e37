namespace BroadbandHub.Sdk;

/// <summary>
/// Something that happened in the hub and is committed. Events reach plugins at least once, through the outbox, after the
/// transaction that caused them; events with the same <see cref="Subject"/> arrive in the order they happened. Derived types are sealed records of
/// the SDK, serialised as JSON; they only ever gain members with defaults.
/// </summary>
/// <param name="OccurredAt">When, in UTC.</param>
public abstract record HubEvent(DateTimeOffset OccurredAt)
{
    /// <summary>What it is about, the text form of an id; order is kept per subject.</summary>
    public abstract string Subject { get; }
}
