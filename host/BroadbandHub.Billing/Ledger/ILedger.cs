using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Ledger;

/// <summary>The ledger for everything that is not the hot path. Scoped.</summary>
internal interface ILedger
{
    /// <summary>
    /// Records transfers that succeed together or not at all, and moves the running balances. Inside a unit of work it takes part in that transaction
    /// (a refusal leaves the database as it was; the caller returns it so that the unit of work rolls back); otherwise it makes one of its own.
    /// The same transfer again changes nothing and is answered with <see cref="TransferStatus.Exists"/>. Accounts are made when they are first used.
    /// An accounting date in a closed month moves to the first day of the first open one.
    /// </summary>
    /// <returns>One status a transfer, in order. When any of them is a refusal, none was recorded, and the refused one tells why; the others say <see cref="TransferStatus.LinkedTransferRefused"/>.</returns>
    Task<IReadOnlyList<TransferStatus>> PostAsync(IReadOnlyList<NewTransfer> linked, CancellationToken cancellationToken);

    /// <summary>The first open day in the books on or after the given one. Inside a unit of work the answer holds until it commits.</summary>
    Task<DateOnly> FirstOpenDayAsync(DateOnly day, CancellationToken cancellationToken);

    /// <summary>Closes a month (202610) and those before it that are open; transfers to them go to the first open day from now on. Doing it again changes nothing.</summary>
    Task CloseMonthAsync(int month, string closedBy, CancellationToken cancellationToken);
}

/// <summary>What became of a transfer. The order is the order in which rules are checked: the first broken one is the answer.</summary>
internal enum TransferStatus
{
    Recorded,

    /// <summary>It was there already, with the same content: nothing changed.</summary>
    Exists,

    LinkedTransferRefused,
    IdMustNotBeZero,

    /// <summary>The id is taken by a transfer with other content.</summary>
    ExistsWithOtherContent,

    /// <summary>Another transfer of the same list has this id.</summary>
    IdIsTwiceInTheList,
    AmountMustBeAboveZero,
    AmountIsTooLarge,
    AccountsMustDiffer,
    AccountsMustHaveTheSameCurrency,
    ExpiryIsOnlyForPending,
    PendingTransferNotFound,
    PendingTransferIsNotPending,
    PendingTransferHasOtherAccounts,
    PendingTransferWasPosted,
    PendingTransferWasVoided,
    PendingTransferHasExpired,
    PendingTransferHasNotExpired,
    ExceedsPendingAmount,
    ExceedsCredits,
    ExceedsDebits,
}

/// <summary>Who owns an account of the ledger; its id is derived from this.</summary>
internal sealed record LedgerAccountKey(
    LedgerAccountKind Kind, string Currency, BillingAccountId? BillingAccountId = null, ProductId? ProductId = null, PartnerId? PartnerId = null, string? TaxCategory = null)
{
    public static LedgerAccountKey Unbilled(BillingAccountId account, string currency) => new(LedgerAccountKind.UnbilledReceivable, currency, account);

    public static LedgerAccountKey Receivable(BillingAccountId account, string currency) => new(LedgerAccountKind.Receivable, currency, account);

    public static LedgerAccountKey Revenue(ProductId product, string currency) => new(LedgerAccountKind.Revenue, currency, ProductId: product);

    public static LedgerAccountKey TaxPayable(string taxCategory, string currency) => new(LedgerAccountKind.TaxPayable, currency, TaxCategory: taxCategory);

    public static LedgerAccountKey Prepaid(BillingAccountId account, string currency) => new(LedgerAccountKind.Prepaid, currency, account);

    /// <summary>A prepaid balance cannot go negative; the other kinds have no limit.</summary>
    public bool DebitsMustNotExceedCredits => Kind == LedgerAccountKind.Prepaid;

    public LedgerAccountId Id()
    {
        var id = new DerivedId(stackalloc byte[512], "ledger-account");
        id.Add((long)Kind);
        id.Add(Currency);
        id.Add(BillingAccountId?.Value ?? Guid.Empty);
        id.Add(ProductId?.Value ?? Guid.Empty);
        id.Add(PartnerId?.Value ?? Guid.Empty);
        id.Add(TaxCategory);
        return new(id.ToGuid());
    }
}

/// <summary>A transfer to record. What is null is not said of it.</summary>
internal sealed record NewTransfer(
    TransferId Id,
    LedgerAccountKey Debit,
    LedgerAccountKey Credit,
    long Amount,
    TransferCode Code,
    DateOnly AccountingOn,
    TransferKind Kind = TransferKind.Posted,
    TransferId? PendingId = null,
    DateTimeOffset? ExpiresAt = null,
    LineKeyId? LineKeyId = null,
    int? LineKeyRevision = null,
    BillId? BillId = null,
    string? TaxCategory = null,
    decimal? TaxRate = null,
    DateOnly? ServiceStart = null,
    DateOnly? ServiceEnd = null,
    string? Reference = null)
{
    /// <summary>The id of a transfer that follows from what it is for, such as ("bill-line", bill, ordinal).</summary>
    public static TransferId DerivedId(string purpose, Guid of, long number)
    {
        var id = new DerivedId(stackalloc byte[256], purpose);
        id.Add(of);
        id.Add(number);
        return new(id.ToGuid());
    }
}
