using System.Data;
using System.Data.Common;
using System.Globalization;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Journal;

/// <summary>
/// Writes the ledger's transfers as a journal, all as of one moment, while others go on posting. It streams: a year of transfers needs no more memory than a day.
/// </summary>
internal sealed class LedgerJournal(IServiceScopeFactory scopes, IOrganisations organisations, ICatalog catalog)
{
    /// <summary>
    /// Writes all posted transfers with an accounting date in [from, to), in the order of date, recording and id; before them what the accounts hold on the
    /// morning of the first day, so that a tool's balances are those of the ledger.
    /// </summary>
    public async Task WriteAsync(TextWriter writer, JournalFormat format, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        // A scope of its own, because the snapshot occupies its connection; names are looked up beside it.
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BillingDb>();
        await using var snapshot = await SnapshotAsync(db, cancellationToken);
        var accounts = await AccountsAsync(db, cancellationToken);
        var title = from is null && to is null
            ? "BroadbandHub ledger, all transfers"
            : $"BroadbandHub ledger, transfers from {Text(from)} until before {Text(to)}";
        foreach (var line in format.Head(title, [.. accounts.Values.OrderBy(a => a.Name, StringComparer.Ordinal)]))
        {
            await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
        }

        var transfers = Posted(db);
        if (from is { } first)
        {
            var opening = await OpeningAsync(db, first, accounts, cancellationToken);
            foreach (var line in opening.Count == 0 ? [] : format.Opening(first, opening))
            {
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
            }

            transfers = transfers.Where(t => t.AccountingOn >= first);
        }

        if (to is { } end)
        {
            transfers = transfers.Where(t => t.AccountingOn < end);
        }

        await foreach (var transfer in transfers.OrderBy(t => t.AccountingOn).ThenBy(t => t.RecordedAt).ThenBy(t => t.Id).AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            foreach (var line in format.Entry(Entry(transfer, accounts)))
            {
                await writer.WriteLineAsync(line.AsMemory(), cancellationToken);
            }
        }

        await writer.FlushAsync(cancellationToken);
    }

    // SQLite's transactions take the write lock unless they are told to wait with it; a reader never writes.
    private static async Task<DbTransaction> SnapshotAsync(BillingDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        var connection = db.Database.GetDbConnection();
        var snapshot = connection is SqliteConnection sqlite
            ? sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: true)
            : await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        await db.Database.UseTransactionAsync(snapshot, cancellationToken);
        return snapshot;
    }

    private static IQueryable<Transfer> Posted(BillingDb db) => db.Transfers.AsNoTracking().Where(t => t.Kind == TransferKind.Posted || t.Kind == TransferKind.Post);

    private static async Task<List<(JournalAccount Account, Money Balance)>> OpeningAsync(
        BillingDb db, DateOnly on, Dictionary<LedgerAccountId, JournalAccount> accounts, CancellationToken cancellationToken)
    {
        var before = Posted(db).Where(t => t.AccountingOn < on);
        var debits = await before.GroupBy(t => t.DebitAccountId).Select(g => new { Id = g.Key, Amount = g.Sum(t => t.Amount) }).ToListAsync(cancellationToken);
        var credits = await before.GroupBy(t => t.CreditAccountId).Select(g => new { Id = g.Key, Amount = -g.Sum(t => t.Amount) }).ToListAsync(cancellationToken);
        return [.. debits.Concat(credits).GroupBy(s => s.Id).Select(g => (Account: accounts[g.Key], Balance: Money.Of(g.Sum(s => s.Amount), accounts[g.Key].Currency)))
            .Where(b => !b.Balance.IsZero).OrderBy(b => b.Account.Name, StringComparer.Ordinal)];
    }

    private static JournalEntry Entry(Transfer transfer, Dictionary<LedgerAccountId, JournalAccount> accounts)
    {
        var notes = new List<(string, string)>();
        Note("line", transfer.LineKeyId?.ToString());
        Note("revision", transfer.LineKeyRevision?.ToString(CultureInfo.InvariantCulture));
        Note("bill", transfer.BillId?.ToString());
        Note("service", transfer is { ServiceStart: { } start, ServiceEnd: { } end } ? $"{start:yyyy-MM-dd}..{end:yyyy-MM-dd}" : null);
        Note("taxrate", transfer.TaxRate?.ToString("0.######", CultureInfo.InvariantCulture));
        Note("reference", transfer.Reference);
        return new(
            transfer.AccountingOn, transfer.Id.ToString(), transfer.Code.ToString(), accounts[transfer.DebitAccountId].Name, accounts[transfer.CreditAccountId].Name,
            Money.Of(transfer.Amount, Currency.Of(transfer.Currency)), notes);

        void Note(string key, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                notes.Add((key, value));
            }
        }
    }

    private async Task<Dictionary<LedgerAccountId, JournalAccount>> AccountsAsync(BillingDb db, CancellationToken cancellationToken)
    {
        var accounts = await db.LedgerAccounts.AsNoTracking().ToListAsync(cancellationToken);
        var owners = await db.Accounts.AsNoTracking().ToDictionaryAsync(a => a.Id, a => a.EnterpriseId, cancellationToken);
        var enterprises = await organisations.FindEnterprisesAsync([.. owners.Values.Distinct()], cancellationToken);
        var products = await catalog.FindProductsAsync([.. accounts.Select(a => a.ProductId).OfType<ProductId>().Distinct()], cancellationToken);
        var partners = new Dictionary<PartnerId, string>();
        foreach (var partner in accounts.Select(a => a.PartnerId).OfType<PartnerId>().Distinct())
        {
            partners[partner] = (await organisations.FindPartnerAsync(partner, cancellationToken))?.Name ?? "";
        }

        return accounts.ToDictionary(a => a.Id, a => AccountNames.Of(a, OwnerOf(a)));

        string? OwnerOf(LedgerAccount account) => account switch
        {
            { BillingAccountId: { } id } when owners.TryGetValue(id, out var enterprise) => enterprises.GetValueOrDefault(enterprise)?.Name,
            { ProductId: { } id } => products.GetValueOrDefault(id)?.Name.English,
            { PartnerId: { } id } => partners[id],
            _ => null,
        };
    }

    private static string Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "the beginning";
}
