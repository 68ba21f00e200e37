using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// A line key K with what its target depends on. <see cref="Revision"/> counts every change of its facts or its posted amount and is the compare-and-set
/// token: a transfer's id is derived from (K, revision). Written with plain SQL only; billing reads it and sets <see cref="Billed"/>.
/// </summary>
internal sealed class LineKey
{
    /// <summary>Derived from subscription, plan version, contract price version, component, segment, month and currency.</summary>
    public LineKeyId Id { get; set; }

    public BillingAccountId AccountId { get; set; }

    public SubscriptionId SubscriptionId { get; set; }

    public SegmentId SegmentId { get; set; }

    public ProductId ProductId { get; set; }

    public PlanVersionId PlanVersionId { get; set; }

    public Guid? ContractPriceVersionId { get; set; }

    public required string ComponentKey { get; set; }

    /// <summary>Null for a flat fee.</summary>
    public string? MeterKey { get; set; }

    /// <summary>The account's month, as 202610.</summary>
    public int Month { get; set; }

    /// <summary>The first day of the month that the segment covers.</summary>
    public DateOnly ServiceStart { get; set; }

    /// <summary>The day after the last.</summary>
    public DateOnly ServiceEnd { get; set; }

    public required string Currency { get; set; }

    /// <summary>Pinned: a new rater never changes history by itself.</summary>
    public int RaterVersion { get; set; }

    /// <summary>Pinned; a <see cref="MidpointRounding"/>.</summary>
    public MidpointRounding Rounding { get; set; }

    /// <summary>Pinned.</summary>
    public required string TaxCategory { get; set; }

    /// <summary>Σ of the events' whole units, normalised; for a flat fee the charged days.</summary>
    public long QuantityUnits { get; set; }

    public long QuantityFraction { get; set; }

    /// <summary>How many events are in the sum.</summary>
    public long Events { get; set; }

    /// <summary>Σ of the transfers of this K in minor units: what round(f(facts)) was at <see cref="Revision"/>.</summary>
    public long Posted { get; set; }

    public int Revision { get; set; }

    /// <summary>Minor units on issued bills, credit notes counted negative.</summary>
    public long Billed { get; set; }

    /// <summary>Up to which revision it is billed.</summary>
    public int BilledRevision { get; set; }

    /// <summary>After the late window no usage is added to it any more. What a person decides, such as the end of a service in the past, still changes it.</summary>
    public bool Frozen { get; set; }

    /// <summary>Events that were accepted after it was frozen: they are kept, but not charged (<see cref="Usage.UnbilledReason.LineFrozen"/>).</summary>
    public long LateEvents { get; set; }

    /// <summary>Why the target could not be posted (an amount out of range); the account is parked until somebody looks.</summary>
    public string? Parked { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

internal static class LineKeyTables
{
    public static void Map(ModelBuilder model) => model.Entity<LineKey>(e =>
    {
        e.ToTable("line_keys");
        e.HasKey(k => k.Id);
        e.Property(k => k.ComponentKey).HasMaxLength(100);
        e.Property(k => k.MeterKey).HasMaxLength(100);
        e.Property(k => k.Currency).HasMaxLength(3);
        e.Property(k => k.TaxCategory).HasMaxLength(50);
        e.Property(k => k.Parked).HasMaxLength(60);
        e.Property(k => k.BilledRevision).IsConcurrencyToken();
        e.HasIndex(k => new { k.AccountId, k.Month });
        e.HasIndex(k => new { k.SegmentId, k.Month });
    });
}
