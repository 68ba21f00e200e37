using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Services;

/// <summary>Who owes: an enterprise in one currency, for ever. Its time zone turns instants into billing days.</summary>
internal sealed class BillingAccount
{
    public BillingAccountId Id { get; set; }

    public EnterpriseId EnterpriseId { get; set; }

    public required string Currency { get; set; }

    /// <summary>IANA name.</summary>
    public required string TimeZone { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>[StartsAt, EndsAt) in which a subscription is charged by one plan version and one contract price.</summary>
internal sealed class ServiceSegment
{
    public SegmentId Id { get; set; }

    public SubscriptionId SubscriptionId { get; set; }

    public BillingAccountId AccountId { get; set; }

    public EnterpriseId EnterpriseId { get; set; }

    public ProductId ProductId { get; set; }

    public PlanVersionId PlanVersionId { get; set; }

    /// <summary>Negotiated price instead of the list price.</summary>
    public Guid? ContractPriceVersionId { get; set; }

    public required string ApplicationKey { get; set; }

    public required string Currency { get; set; }

    public required string TimeZone { get; set; }

    public DateTimeOffset StartsAt { get; set; }

    /// <summary>Exclusive; null while it runs.</summary>
    public DateTimeOffset? EndsAt { get; set; }
}

internal static class ServiceTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<BillingAccount>(e =>
        {
            e.ToTable("accounts");
            e.HasKey(a => a.Id);
            e.Property(a => a.Currency).HasMaxLength(3);
            e.Property(a => a.TimeZone).HasMaxLength(64);
            e.HasIndex(a => new { a.EnterpriseId, a.Currency }).IsUnique();
        });
        model.Entity<ServiceSegment>(e =>
        {
            e.ToTable("segments");
            e.HasKey(s => s.Id);
            e.Property(s => s.ApplicationKey).HasMaxLength(100);
            e.Property(s => s.Currency).HasMaxLength(3);
            e.Property(s => s.TimeZone).HasMaxLength(64);
            e.HasIndex(s => new { s.SubscriptionId, s.StartsAt }).IsUnique();
            e.HasIndex(s => s.EnterpriseId);
            e.HasIndex(s => s.AccountId);
        });
    }
}
