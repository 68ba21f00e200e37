using System.Data.Common;
using System.Globalization;
using BroadbandHub.Billing.Services;

namespace BroadbandHub.Billing.Ledger;

/// <summary>
/// Writes what is decided: transfer rows and running balances, inside the caller's transaction. Who decides is <see cref="Rating.LinePosting"/> for line
/// keys and <see cref="LedgerService"/> for the rest.
/// </summary>
internal sealed class Books(BillingSql sql)
{
    private static readonly string[] TransferColumns =
    [
        "Id", "DebitAccountId", "CreditAccountId", "Amount", "Currency", "Code", "Kind", "PendingId", "ExpiresAt", "LineKeyId", "LineKeyRevision", "BillId",
        "TaxCategory", "TaxRate", "AccountingOn", "ServiceStart", "ServiceEnd", "RecordedAt", "Reference",
    ];

    private static readonly string[] AccountColumns =
    [
        "Id", "Kind", "Currency", "BillingAccountId", "ProductId", "PartnerId", "TaxCategory", "DebitsPosted", "CreditsPosted", "DebitsPending", "CreditsPending",
        "DebitsMustNotExceedCredits", "CreditsMustNotExceedDebits", "CreatedAt",
    ];

    private static readonly string[] BalanceColumns = ["DebitsPosted", "CreditsPosted", "DebitsPending", "CreditsPending"];

    /// <summary>The last closed month, as 202610, or 0. Row 0 stays shared until the transaction ends, so nobody closes a month meanwhile.</summary>
    public Task<int> ClosedThroughAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        LockedThenNewestAsync(transaction, sql.ForShare, cancellationToken);

    /// <summary>The same for who closes a month: waits until everybody who posts has committed, and lets nobody post until the transaction ends.</summary>
    public Task<int> LockToCloseAsync(DbTransaction transaction, CancellationToken cancellationToken) =>
        LockedThenNewestAsync(transaction, sql.ForUpdate, cancellationToken);

    // The row that is locked never changes, and the newest one is read after the lock was given: who locked the newest row itself would wait for the closing
    // and then still hold the row that was the newest before it.
    private static async Task<int> LockedThenNewestAsync(DbTransaction transaction, string lockIt, CancellationToken cancellationToken)
    {
        await using var gate = BillingSql.CommandOf(transaction, $"SELECT Month FROM bil_closed_months WHERE Month = 0{lockIt}");
        if (await gate.ExecuteScalarAsync(cancellationToken) is null)
        {
            throw new InvalidOperationException("bil_closed_months has lost its row 0.");
        }

        await using var newest = BillingSql.CommandOf(transaction, "SELECT MAX(Month) FROM bil_closed_months");
        return Convert.ToInt32(await newest.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    /// <summary>The day itself, or the first day of the first open month when its month is closed.</summary>
    public static DateOnly OpenDay(DateOnly day, int closedThrough) =>
        AccountCalendar.MonthNumber(day) > closedThrough ? day : AccountCalendar.FirstDay(closedThrough).AddMonths(1);

    public async Task WriteAsync(
        DbTransaction transaction, IReadOnlyList<NewTransfer> transfers, IReadOnlyDictionary<LedgerAccountKey, Movement> movements, long nowMicros, CancellationToken cancellationToken)
    {
        var ids = new Dictionary<LedgerAccountKey, byte[]>();
        foreach (var key in movements.Keys)
        {
            ids[key] = BillingSql.Bytes(key.Id().Value);
        }

        var written = await sql.InsertAsync(
            transaction, "bil_transfers", TransferColumns, [.. transfers.Select(t => Row(t, ids, nowMicros))], "", cancellationToken);
        if (written != transfers.Count)
        {
            throw new InvalidOperationException($"{written} of {transfers.Count} transfers were written.");
        }

        // In the order of their ids: whoever moves several accounts locks them in the same order.
        var rows = movements.OrderBy(m => ids[m.Key], ByteOrder.Instance).Select(m => Row(m.Key, ids[m.Key], m.Value, nowMicros)).ToList();
        await sql.InsertAsync(transaction, "bil_ledger_accounts", AccountColumns, rows, sql.OnConflict("Id", [], BalanceColumns), cancellationToken);
    }

    private static object?[] Row(NewTransfer t, Dictionary<LedgerAccountKey, byte[]> ids, long nowMicros) =>
    [
        BillingSql.Bytes(t.Id.Value), ids[t.Debit], ids[t.Credit], t.Amount, t.Debit.Currency, (int)t.Code, (int)t.Kind,
        Bytes(t.PendingId?.Value), t.ExpiresAt is { } at ? Storage.Contracts.Instants.ToMicros(at) : null, Bytes(t.LineKeyId?.Value), t.LineKeyRevision, Bytes(t.BillId?.Value),
        t.TaxCategory, t.TaxRate, t.AccountingOn, t.ServiceStart, t.ServiceEnd, nowMicros, t.Reference,
    ];

    private static object?[] Row(LedgerAccountKey key, byte[] id, Movement m, long nowMicros) =>
    [
        id, (int)key.Kind, key.Currency, Bytes(key.BillingAccountId?.Value), Bytes(key.ProductId?.Value), Bytes(key.PartnerId?.Value), key.TaxCategory,
        m.DebitsPosted, m.CreditsPosted, m.DebitsPending, m.CreditsPending, key.DebitsMustNotExceedCredits, false, nowMicros,
    ];

    private static byte[]? Bytes(Guid? id) => id is { } value ? BillingSql.Bytes(value) : null;
}

/// <summary>What a list of transfers adds to one account's running balances.</summary>
internal sealed class Movement
{
    public long DebitsPosted { get; set; }

    public long CreditsPosted { get; set; }

    public long DebitsPending { get; set; }

    public long CreditsPending { get; set; }

    public static Movement Of(Dictionary<LedgerAccountKey, Movement> movements, LedgerAccountKey key) =>
        movements.TryGetValue(key, out var movement) ? movement : movements[key] = new();
}

/// <summary>Bytes from the first to the last, as the databases compare them.</summary>
internal sealed class ByteOrder : IComparer<byte[]>, IEqualityComparer<byte[]>
{
    public static ByteOrder Instance { get; } = new();

    public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);

    public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

    public int GetHashCode(byte[] obj) => BitConverter.ToInt32(obj, 0);
}
