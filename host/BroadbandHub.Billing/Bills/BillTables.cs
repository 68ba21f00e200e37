using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Bills;

internal enum BillRunState
{
    Previewing,
    Previewed,
    Approved,
    Issuing,
    Issued,
    Cancelled,
}

/// <summary>The output of a month: what it bills is fixed when the preview begins (<see cref="RunLine"/>); later facts go to the next run.</summary>
internal sealed class BillRun
{
    public BillRunId Id { get; set; }

    /// <summary>As 202610.</summary>
    public int Month { get; set; }

    public BillRunState State { get; set; }

    /// <summary>When the watermark was set; null until then.</summary>
    public DateTimeOffset? WatermarkAt { get; set; }

    /// <summary>When drafting, or issuing, began: with the accounts done it tells how long the rest takes.</summary>
    public DateTimeOffset? WorkingSince { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public string? CreatedBy { get; set; }

    public DateTimeOffset? ApprovedAt { get; set; }

    public string? ApprovedBy { get; set; }

    public DateTimeOffset? IssuedAt { get; set; }

    public string? IssuedBy { get; set; }

    /// <summary>Accounts looked at so far, for progress and for going on after a crash.</summary>
    public int AccountsDone { get; set; }

    public int AccountsTotal { get; set; }
}

/// <summary>An account that a run left out, with the reason.</summary>
internal sealed class ParkedAccount
{
    public BillRunId RunId { get; set; }

    public BillingAccountId AccountId { get; set; }

    public required string Code { get; set; }

    public required string Message { get; set; }

    public DateTimeOffset ParkedAt { get; set; }
}

internal enum BillKind
{
    Invoice,
    CreditNote,
}

internal enum BillState
{
    Draft,
    Approved,
    Issued,
    Cancelled,
}

/// <summary>A bill or a credit note. A draft until it is issued; then its number is given and it does not change.</summary>
internal sealed class Bill
{
    public BillId Id { get; set; }

    public BillRunId RunId { get; set; }

    public BillingAccountId AccountId { get; set; }

    public EnterpriseId EnterpriseId { get; set; }

    /// <summary>The enterprise's name when the bill was made; it does not change with the enterprise.</summary>
    public string? CustomerName { get; set; }

    public BillKind Kind { get; set; }

    public BillState State { get; set; }

    /// <summary>Of a credit note: the bill that it corrects.</summary>
    public BillId? CorrectsBillId { get; set; }

    /// <summary>Gapless inside its series; null until issued.</summary>
    public string? Number { get; set; }

    /// <summary>As 202610.</summary>
    public int Month { get; set; }

    public DateOnly PeriodStart { get; set; }

    public DateOnly PeriodEnd { get; set; }

    public required string Currency { get; set; }

    /// <summary>Minor units, never negative; <see cref="Kind"/> says which way.</summary>
    public long Net { get; set; }

    public long Tax { get; set; }

    public long Gross { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? IssuedAt { get; set; }

    public DateOnly? IssuedOn { get; set; }

    /// <summary>The day whose tax rates count; a credit note keeps its bill's.</summary>
    public DateOnly? TaxOn { get; set; }

    public DateOnly? DueOn { get; set; }

    public int Version { get; set; }
}

/// <summary>One line key on one bill: what was posted between two of its revisions.</summary>
internal sealed class BillLine
{
    public BillId BillId { get; set; }

    public int Ordinal { get; set; }

    public LineKeyId LineKeyId { get; set; }

    /// <summary>Exclusive.</summary>
    public int FromRevision { get; set; }

    /// <summary>Inclusive.</summary>
    public int ToRevision { get; set; }

    /// <summary>Minor units, never negative; the bill's kind says which way.</summary>
    public long Amount { get; set; }

    public long QuantityUnits { get; set; }

    public long QuantityFraction { get; set; }

    public SubscriptionId SubscriptionId { get; set; }

    public ProductId ProductId { get; set; }

    public required string ComponentKey { get; set; }

    public string? MeterKey { get; set; }

    public string? Unit { get; set; }

    /// <summary>The product's name when the bill was made.</summary>
    public required string ProductEn { get; set; }

    public required string ProductZh { get; set; }

    /// <summary>The component's name when the bill was made.</summary>
    public required string TextEn { get; set; }

    public required string TextZh { get; set; }

    public DateOnly ServiceStart { get; set; }

    public DateOnly ServiceEnd { get; set; }

    public required string TaxCategory { get; set; }

    public decimal TaxRate { get; set; }
}

/// <summary>Tax of a bill: once per category and rate, on the sum of its rounded net lines.</summary>
internal sealed class BillTax
{
    public BillId BillId { get; set; }

    public required string TaxCategory { get; set; }

    public decimal Rate { get; set; }

    public long Net { get; set; }

    public long Tax { get; set; }
}

internal static class BillTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<BillRun>(e =>
        {
            e.ToTable("runs");
            e.HasKey(r => r.Id);
            e.Property(r => r.CreatedBy).HasMaxLength(200);
            e.Property(r => r.ApprovedBy).HasMaxLength(200);
            e.Property(r => r.IssuedBy).HasMaxLength(200);
            e.HasIndex(r => r.Month);
        });
        model.Entity<ParkedAccount>(e =>
        {
            e.ToTable("parked_accounts");
            e.HasKey(p => new { p.RunId, p.AccountId });
            e.Property(p => p.Code).HasMaxLength(60);
            e.Property(p => p.Message).HasMaxLength(1000);
        });
        model.Entity<Bill>(e =>
        {
            e.ToTable("bills");
            e.HasKey(b => b.Id);
            e.Property(b => b.Number).HasMaxLength(40);
            e.Property(b => b.Currency).HasMaxLength(3);
            e.Property(b => b.CustomerName).HasMaxLength(200);
            e.Property(b => b.Version).IsConcurrencyToken();
            e.HasIndex(b => b.Number).IsUnique();
            e.HasIndex(b => new { b.RunId, b.AccountId });
            e.HasIndex(b => new { b.EnterpriseId, b.Month });
        });
        model.Entity<BillLine>(e =>
        {
            e.ToTable("bill_lines");
            e.HasKey(l => new { l.BillId, l.Ordinal });
            e.Property(l => l.ComponentKey).HasMaxLength(100);
            e.Property(l => l.MeterKey).HasMaxLength(100);
            e.Property(l => l.Unit).HasMaxLength(40);
            e.Property(l => l.ProductEn).HasMaxLength(200);
            e.Property(l => l.ProductZh).HasMaxLength(200);
            e.Property(l => l.TextEn).HasMaxLength(400);
            e.Property(l => l.TextZh).HasMaxLength(400);
            e.Property(l => l.TaxCategory).HasMaxLength(50);
            e.Property(l => l.TaxRate).HasPrecision(9, 6);
            e.HasIndex(l => l.LineKeyId);
        });
        model.Entity<BillTax>(e =>
        {
            e.ToTable("bill_taxes");
            e.HasKey(t => new { t.BillId, t.TaxCategory, t.Rate });
            e.Property(t => t.TaxCategory).HasMaxLength(50);
            e.Property(t => t.Rate).HasPrecision(9, 6);
        });
    }
}
