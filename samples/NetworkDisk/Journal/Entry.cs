using System.Text.Json.Serialization;

namespace NetworkDisk.Journal;

/// <summary>Something that happened, as the journal keeps it. The state of the application is nothing but all entries in order.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Provisioned), "provisioned")]
[JsonDerivedType(typeof(PartnerChanged), "partner")]
[JsonDerivedType(typeof(Used), "used")]
[JsonDerivedType(typeof(Measured), "measured")]
[JsonDerivedType(typeof(Settled), "settled")]
internal abstract record Entry(DateTimeOffset At);

/// <summary>An order of the hub was carried out.</summary>
internal sealed record Provisioned(DateTimeOffset At, string Operation, OrderBody Order) : Entry(At);

/// <summary>What the hub orders.</summary>
internal sealed record OrderBody(string? Action, string? Subscription, string? Enterprise, string? EnterpriseName, string? Product);

/// <summary>The hub said how we, its partner, stand with the operator: active, suspended or left; since when, and why.</summary>
internal sealed record PartnerChanged(DateTimeOffset At, string State, string? Reason, DateTimeOffset Since) : Entry(At);

/// <summary>A request was answered: so many bytes went up or down, and a file may have been stored or removed.</summary>
internal sealed record Used(DateTimeOffset At, string Subscription, long Bytes, StoredFile? Stored, string? Removed) : Entry(At);

/// <summary>A file: its name for people, its length, when it came, and where its content lies.</summary>
internal sealed record StoredFile(string Name, long Bytes, string Content);

/// <summary>Use until this instant was turned into usage events, which are now owed to the hub.</summary>
internal sealed record Measured(DateTimeOffset At, IReadOnlyList<UsageEvent> Events) : Entry(At);

/// <summary>One usage event. Its id never changes, so sending it again can do no harm.</summary>
internal sealed record UsageEvent(string Id, string Subscription, string Meter, decimal Quantity, DateTimeOffset Time);

/// <summary>The hub answered for these events; a code says why it rejected one.</summary>
internal sealed record Settled(DateTimeOffset At, IReadOnlyList<SettledEvent> Events) : Entry(At);

internal sealed record SettledEvent(string Id, string Status, string? Code);
