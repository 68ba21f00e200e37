using System.Data.Common;
using BroadbandHub.Billing.Services;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Ledger;

internal sealed class LedgerService(BillingDb db, IUnitOfWork unitOfWork, BillingSql sql, Books books, TimeProvider clock) : ILedger
{
    public Task<IReadOnlyList<TransferStatus>> PostAsync(IReadOnlyList<NewTransfer> linked, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync<IReadOnlyList<TransferStatus>>(
            () => TryAsync(linked, cancellationToken), statuses => statuses.All(IsGood), cancellationToken);

    public Task<DateOnly> FirstOpenDayAsync(DateOnly day, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () => Books.OpenDay(day, await books.ClosedThroughAsync(Transaction, cancellationToken)), _ => true, cancellationToken);

    public Task CloseMonthAsync(int month, string closedBy, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            if (await books.LockToCloseAsync(Transaction, cancellationToken) < month)
            {
                await sql.InsertAsync(
                    Transaction, "bil_closed_months", ["Month", "ClosedAt", "ClosedBy"], [[month, Instants.ToMicros(clock.GetUtcNow()), closedBy]], "", cancellationToken);
            }

            return true;
        },
        _ => true,
        cancellationToken);

    private DbTransaction Transaction => db.Database.CurrentTransaction!.GetDbTransaction();

    private async Task<IReadOnlyList<TransferStatus>> TryAsync(IReadOnlyList<NewTransfer> linked, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var closedThrough = await books.ClosedThroughAsync(Transaction, cancellationToken);
        var facts = await ReadAsync(linked, cancellationToken);
        var decision = new TransferRules(facts, now);
        var statuses = linked.Select(decision.Decide).ToArray();
        if (!statuses.All(IsGood))
        {
            return [.. statuses.Select(s => IsGood(s) ? TransferStatus.LinkedTransferRefused : s)];
        }

        var recorded = linked.Where((_, i) => statuses[i] == TransferStatus.Recorded)
            .Select(t => t with { AccountingOn = Books.OpenDay(t.AccountingOn, closedThrough) }).ToList();
        await books.WriteAsync(Transaction, recorded, decision.Movements, Instants.ToMicros(now), cancellationToken);
        return statuses;
    }

    private static bool IsGood(TransferStatus status) => status is TransferStatus.Recorded or TransferStatus.Exists;

    private async Task<LedgerFacts> ReadAsync(IReadOnlyList<NewTransfer> linked, CancellationToken cancellationToken)
    {
        var pendings = linked.Where(t => t.PendingId is not null).Select(t => t.PendingId!.Value.Value).Distinct().Order().ToList();
        var known = await TransfersAsync("Id", [.. linked.Select(t => t.Id.Value).Concat(pendings).Distinct().Order()], cancellationToken);
        var resolved = await TransfersAsync("PendingId", pendings, cancellationToken);

        // Only accounts with a limit are read: of the others a sum is enough, and nobody has to wait for them.
        var limited = linked.SelectMany(t => new[] { t.Debit, t.Credit }).Where(k => k.DebitsMustNotExceedCredits).Distinct()
            .OrderBy(k => BillingSql.Bytes(k.Id().Value), ByteOrder.Instance).ToList();
        var accounts = new Dictionary<LedgerAccountId, LedgerAccount>();
        if (limited.Count > 0)
        {
            await books.WriteAsync(Transaction, [], limited.ToDictionary(k => k, _ => new Movement()), Instants.ToMicros(clock.GetUtcNow()), cancellationToken);
            var ids = BillingSql.List(limited.Select(k => k.Id().Value));
            accounts = await db.LedgerAccounts.Rows($"SELECT * FROM bil_ledger_accounts WHERE Id IN ({ids}) ORDER BY Id{sql.ForUpdate}").ToDictionaryAsync(a => a.Id, cancellationToken);
        }

        return new LedgerFacts(known.ToDictionary(t => t.Id), resolved.ToDictionary(t => t.PendingId!.Value), accounts);
    }

    private async Task<List<Transfer>> TransfersAsync(string column, List<Guid> ids, CancellationToken cancellationToken) => ids.Count == 0
        ? []
        : await db.Transfers.Rows($"SELECT * FROM bil_transfers WHERE {column} IN ({BillingSql.List(ids)}){sql.ForUpdate}").ToListAsync(cancellationToken);
}
