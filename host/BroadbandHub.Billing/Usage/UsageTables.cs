using BroadbandHub.Sdk;
using BroadbandHub.Billing.Services;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// An accepted usage event; never changed but for <see cref="Unbilled"/>. A quantity is two integers, whole units and 10⁻¹² units, so that both databases
/// sum it exactly. The row number is only for order on disk; what is unique for ever is <see cref="EventKey"/>.
/// </summary>
internal sealed class UsageEvent
{
    public long Id { get; set; }

    /// <summary>The first 16 bytes of SHA-256 over application, source and event id: a narrow unique index instead of a wide one.</summary>
    public required byte[] EventKey { get; set; }

    /// <summary>The first 16 bytes of SHA-256 over what was reported: same id with other content is a conflict.</summary>
    public required byte[] ContentHash { get; set; }

    public SegmentId SegmentId { get; set; }

    public SubscriptionId SubscriptionId { get; set; }

    public required string MeterKey { get; set; }

    /// <summary>The account's month of <see cref="OccurredAt"/>, as 202610.</summary>
    public int Month { get; set; }

    public long QuantityUnits { get; set; }

    /// <summary>In 10⁻¹² units, at least 0 and below 10¹².</summary>
    public long QuantityFraction { get; set; }

    public DateTimeOffset OccurredAt { get; set; }

    public DateTimeOffset ReceivedAt { get; set; }

    /// <summary>Why it is in no line key although it was accepted.</summary>
    public UnbilledReason Unbilled { get; set; }

    /// <summary>The sender's id.</summary>
    public required string EventId { get; set; }

    /// <summary>The CloudEvents source; empty for the JSON batch.</summary>
    public required string Source { get; set; }

    /// <summary>The sender's opaque reference to a person.</summary>
    public string? UserRef { get; set; }

    /// <summary>A JSON object of at most 4 KiB.</summary>
    public string? Attributes { get; set; }
}

internal enum UnbilledReason
{
    None,

    /// <summary>The plan has no component for the meter.</summary>
    NotPriced = 1,

    /// <summary>The service was ended afterwards, before the event's time.</summary>
    AfterEnd = 2,

    /// <summary>The line of its month is frozen: the late window was made longer after the month had left it.</summary>
    LineFrozen = 3,
}

/// <summary>A refused event with its code. It is resolved when an event with the same key was accepted, which a query tells: nothing is written for it.</summary>
internal sealed class RejectedUsage
{
    public long Id { get; set; }

    /// <summary>As in <see cref="UsageEvent"/>; over the whole text when the event has no usable id.</summary>
    public required byte[] EventKey { get; set; }

    public required string ApplicationKey { get; set; }

    public required string Source { get; set; }

    public required string EventId { get; set; }

    public required string Code { get; set; }

    /// <summary>The event as JSON, in the form of the batch; what replay reads.</summary>
    public required string Payload { get; set; }

    public string? Subscription { get; set; }

    public string? MeterKey { get; set; }

    public DateTimeOffset FirstReceivedAt { get; set; }

    public DateTimeOffset LastReceivedAt { get; set; }

    public int Attempts { get; set; }
}

internal static class UsageTables
{
    public const int MaxEventIdLength = 200;
    public const int MaxSourceLength = 255;
    public const int MaxUserLength = 200;
    public const int MaxMeterLength = 100;

    public static void Map(ModelBuilder model)
    {
        model.Entity<UsageEvent>(e =>
        {
            e.ToTable("usage_events");
            e.HasKey(u => u.Id);
            e.Property(u => u.EventKey).HasMaxLength(16).IsFixedLength();
            e.Property(u => u.ContentHash).HasMaxLength(16).IsFixedLength();
            e.Property(u => u.MeterKey).HasMaxLength(MaxMeterLength);
            e.Property(u => u.EventId).HasMaxLength(MaxEventIdLength);
            e.Property(u => u.Source).HasMaxLength(MaxSourceLength);
            e.Property(u => u.UserRef).HasMaxLength(MaxUserLength);
            e.Property(u => u.Attributes).HasMaxLength(4096);
            e.HasIndex(u => u.EventKey).IsUnique();
            e.HasIndex(u => new { u.SubscriptionId, u.OccurredAt });
        });
        model.Entity<RejectedUsage>(e =>
        {
            e.ToTable("rejected_usage");
            e.HasKey(u => u.Id);
            e.Property(u => u.EventKey).HasMaxLength(16).IsFixedLength();
            e.Property(u => u.ApplicationKey).HasMaxLength(100);
            e.Property(u => u.Source).HasMaxLength(MaxSourceLength);
            e.Property(u => u.EventId).HasMaxLength(MaxEventIdLength);
            e.Property(u => u.Code).HasMaxLength(60);
            e.Property(u => u.Payload).HasMaxLength(16384);
            e.Property(u => u.Subscription).HasMaxLength(100);
            e.Property(u => u.MeterKey).HasMaxLength(MaxMeterLength);
            e.HasIndex(u => u.EventKey).IsUnique();
            e.HasIndex(u => new { u.ApplicationKey, u.Id });
        });
    }
}
