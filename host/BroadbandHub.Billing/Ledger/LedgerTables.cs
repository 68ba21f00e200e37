using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Ledger;

/// <summary>What an account of the ledger is for; the number is part of its derived id and never changes.</summary>
internal enum LedgerAccountKind
{
    /// <summary>Earned, not billed yet; one per billing account. Debit balance.</summary>
    UnbilledReceivable = 1,

    /// <summary>Billed, not paid yet; one per billing account. Debit balance.</summary>
    Receivable = 2,

    /// <summary>Earned; one per product. Credit balance.</summary>
    Revenue = 3,

    /// <summary>Owed to the tax office; one per tax category. Credit balance.</summary>
    TaxPayable = 4,

    /// <summary>Money that came in; one per currency. Debit balance.</summary>
    Bank = 5,

    /// <summary>Paid in advance; one per billing account. Credit balance.</summary>
    Prepaid = 6,

    /// <summary>Billed in advance, not earned yet; one per product. Credit balance.</summary>
    Deferred = 7,

    /// <summary>Owed to a partner; one per partner. Credit balance.</summary>
    PartnerPayable = 8,
}

/// <summary>Running balances in minor units; a job compares them with the transfers.</summary>
internal sealed class LedgerAccount
{
    /// <summary>Derived from kind, owner and currency.</summary>
    public LedgerAccountId Id { get; set; }

    public LedgerAccountKind Kind { get; set; }

    public required string Currency { get; set; }

    public BillingAccountId? BillingAccountId { get; set; }

    public ProductId? ProductId { get; set; }

    public PartnerId? PartnerId { get; set; }

    public string? TaxCategory { get; set; }

    public long DebitsPosted { get; set; }

    public long CreditsPosted { get; set; }

    public long DebitsPending { get; set; }

    public long CreditsPending { get; set; }

    /// <summary>A prepaid balance: may not go negative.</summary>
    public bool DebitsMustNotExceedCredits { get; set; }

    public bool CreditsMustNotExceedDebits { get; set; }

    public DateTimeOffset CreatedAt { get; set; }
}

internal enum TransferKind
{
    /// <summary>Moves the amount at once.</summary>
    Posted = 0,

    /// <summary>Holds the amount until it is posted, voided or expires.</summary>
    Pending = 1,

    /// <summary>Posts a pending transfer, also partly.</summary>
    Post = 2,

    /// <summary>Releases a pending transfer.</summary>
    Void = 3,

    /// <summary>Releases a pending transfer whose time is up.</summary>
    Expire = 4,
}

/// <summary>Why money moved; the number never changes.</summary>
internal enum TransferCode
{
    /// <summary>Unbilled receivable to revenue: the difference of a line key.</summary>
    Charge = 1,

    /// <summary>Receivable to unbilled receivable: a bill line.</summary>
    Bill = 2,

    /// <summary>Receivable to tax payable: the tax of a bill.</summary>
    Tax = 3,

    /// <summary>Unbilled receivable to receivable: a line of a credit note.</summary>
    Credit = 4,

    /// <summary>Tax payable to receivable: the tax of a credit note.</summary>
    TaxCredit = 5,

    Payment = 6,

    Adjustment = 7,
}

/// <summary>A transfer of an amount from the credit account's to the debit account's side. Immutable: a mistake gets another transfer.</summary>
internal sealed class Transfer
{
    public TransferId Id { get; set; }

    public LedgerAccountId DebitAccountId { get; set; }

    public LedgerAccountId CreditAccountId { get; set; }

    /// <summary>Minor units, above 0.</summary>
    public long Amount { get; set; }

    public required string Currency { get; set; }

    public TransferCode Code { get; set; }

    public TransferKind Kind { get; set; }

    /// <summary>The pending transfer that this one posts, voids or lets expire.</summary>
    public TransferId? PendingId { get; set; }

    /// <summary>Of a pending transfer.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    public LineKeyId? LineKeyId { get; set; }

    /// <summary>The revision of the line key that this transfer made.</summary>
    public int? LineKeyRevision { get; set; }

    public BillId? BillId { get; set; }

    public string? TaxCategory { get; set; }

    /// <summary>A fraction, such as 0.06.</summary>
    public decimal? TaxRate { get; set; }

    /// <summary>The day in the books; never in a month that was closed when it was recorded.</summary>
    public DateOnly AccountingOn { get; set; }

    public DateOnly? ServiceStart { get; set; }

    public DateOnly? ServiceEnd { get; set; }

    public DateTimeOffset RecordedAt { get; set; }

    public string? Reference { get; set; }
}

/// <summary>
/// A month of the books that takes no transfer any more, as 202610. Months close in order; row 0 is always there. Who posts holds row 0 shared, who closes
/// holds it exclusively, and both read the newest row after that, so no transfer slips into a month while it closes.
/// </summary>
internal sealed class ClosedMonth
{
    public int Month { get; set; }

    public DateTimeOffset ClosedAt { get; set; }

    public string? ClosedBy { get; set; }
}

/// <summary>Gapless numbers for people, such as bill numbers; the row is locked by the transaction that takes one.</summary>
internal sealed class NumberSeries
{
    public required string Key { get; set; }

    /// <summary>The number that is given next.</summary>
    public long Next { get; set; }
}

internal static class LedgerTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<LedgerAccount>(e =>
        {
            e.ToTable("ledger_accounts");
            e.HasKey(a => a.Id);
            e.Property(a => a.Currency).HasMaxLength(3);
            e.Property(a => a.TaxCategory).HasMaxLength(50);
            e.HasIndex(a => a.BillingAccountId);
            e.HasIndex(a => a.ProductId);
        });
        model.Entity<Transfer>(e =>
        {
            e.ToTable("transfers");
            e.HasKey(t => t.Id);
            e.Property(t => t.Currency).HasMaxLength(3);
            e.Property(t => t.TaxCategory).HasMaxLength(50);
            e.Property(t => t.TaxRate).HasPrecision(9, 6);
            e.Property(t => t.Reference).HasMaxLength(200);
            e.HasIndex(t => new { t.DebitAccountId, t.RecordedAt });
            e.HasIndex(t => new { t.CreditAccountId, t.RecordedAt });
            e.HasIndex(t => new { t.LineKeyId, t.LineKeyRevision });
            e.HasIndex(t => t.BillId);
            e.HasIndex(t => t.AccountingOn);
            e.HasIndex(t => t.PendingId).IsUnique();
        });
        model.Entity<ClosedMonth>(e =>
        {
            e.ToTable("closed_months");
            e.HasKey(m => m.Month);
            e.Property(m => m.Month).ValueGeneratedNever();
            e.Property(m => m.ClosedBy).HasMaxLength(200);
            e.HasData(new ClosedMonth { Month = 0, ClosedAt = DateTimeOffset.UnixEpoch });
        });
        model.Entity<NumberSeries>(e =>
        {
            e.ToTable("series");
            e.HasKey(s => s.Key);
            e.Property(s => s.Key).HasMaxLength(60);
        });
    }
}
