using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Bills;

/// <summary>Section <c>Billing:Bills</c> of the configuration.</summary>
internal sealed class BillOptions
{
    /// <summary>Days between issue and due date.</summary>
    public int PaymentDays { get; set; } = 30;
}

/// <summary>
/// Issues one account's bills of a run, in one transaction: line keys advance by compare-and-set, transfers with derived ids, tax, number, state and event. It
/// happens as a whole or not at all, and doing it again changes nothing. Scoped.
/// </summary>
internal sealed class IssueAccount(
    BillingDb db, BillingSql sql, IUnitOfWork unitOfWork, ILedger ledger, IOutbox outbox, BillNumbers numbers, BillingClock clock, IOptions<BillOptions> options)
{
    private sealed record Result(string? ParkedCode = null, string? ParkedMessage = null);

    public async Task RunAsync(BillRun run, BillingAccountId accountId, CancellationToken cancellationToken)
    {
        var result = await unitOfWork.RunAsync(() => IssueAsync(run, accountId, cancellationToken), r => r.ParkedCode is null, cancellationToken);
        if (result.ParkedCode is not null)
        {
            await unitOfWork.RunAsync(() => ParkAsync(run, accountId, result, cancellationToken), _ => true, cancellationToken);
        }
    }

    private async Task<Result> IssueAsync(BillRun run, BillingAccountId accountId, CancellationToken cancellationToken)
    {
        var bills = await LockAsync(run, accountId, cancellationToken);
        if (bills.Count == 0)
        {
            return new();
        }

        // Holds the books open until the commit. Taken before the line keys, in the order in which usage takes them.
        var today = clock.Today;
        await ledger.FirstOpenDayAsync(today, cancellationToken);
        var ids = bills.Select(b => b.Id).ToList();
        var lines = await db.BillLines.AsNoTracking().Where(l => ids.Contains(l.BillId)).OrderBy(l => l.BillId).ThenBy(l => l.Ordinal).ToListAsync(cancellationToken);
        var taxes = await db.BillTaxes.AsNoTracking().Where(t => ids.Contains(t.BillId)).ToListAsync(cancellationToken);
        if (await AdvanceAsync(bills, lines, cancellationToken) is { } moved)
        {
            return new("run.line_changed", $"Line {moved} was billed by something else after the preview. Make a new run for this account.");
        }

        var transfers = bills.SelectMany(b => Transfers(b, lines.Where(l => l.BillId == b.Id), taxes.Where(t => t.BillId == b.Id), today)).ToList();
        var statuses = await ledger.PostAsync(transfers, cancellationToken);
        if (statuses.FirstOrDefault(s => s is not (TransferStatus.Recorded or TransferStatus.Exists or TransferStatus.LinkedTransferRefused)) is var refused
            && refused != TransferStatus.Recorded)
        {
            return new("ledger.transfer_refused", $"The ledger refused a transfer of this account's bill: {refused}.");
        }

        foreach (var bill in bills)
        {
            await FinishAsync(bill, today, cancellationToken);
        }

        await CountAsync(run, cancellationToken);
        return new();
    }

    /// <summary>The account's bills that are still to be issued, locked: of two workers the second finds none.</summary>
    private Task<List<Bill>> LockAsync(BillRun run, BillingAccountId accountId, CancellationToken cancellationToken) => db.Bills
        .Rows($"SELECT * FROM bil_bills WHERE RunId = {BillingSql.Literal(run.Id.Value)} AND AccountId = {BillingSql.Literal(accountId.Value)} AND State = {(int)BillState.Approved} ORDER BY Id{sql.ForUpdate}")
        .AsTracking().ToListAsync(cancellationToken);

    /// <summary>Moves the keys on from the revision that the draft began at; answers the first that is not there any more.</summary>
    private async Task<LineKeyId?> AdvanceAsync(List<Bill> bills, List<BillLine> lines, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var signs = bills.ToDictionary(b => b.Id, b => b.Kind == BillKind.Invoice ? 1 : -1);
        foreach (var key in lines.GroupBy(l => l.LineKeyId).OrderBy(g => BillingSql.Bytes(g.Key.Value), ByteOrder.Instance))
        {
            var (from, to) = (key.First().FromRevision, key.First().ToRevision);
            var amount = key.Sum(l => l.Amount * signs[l.BillId]);
            var advanced = await BillingSql.ExecuteAsync(
                transaction,
                $"UPDATE bil_line_keys SET Billed = Billed + ({amount}), BilledRevision = {to} WHERE Id = {BillingSql.Literal(key.Key.Value)} AND BilledRevision = {from}",
                cancellationToken);
            if (advanced != 1)
            {
                return key.Key;
            }
        }

        return null;
    }

    private static IEnumerable<NewTransfer> Transfers(Bill bill, IEnumerable<BillLine> lines, IEnumerable<BillTax> taxes, DateOnly on)
    {
        var isInvoice = bill.Kind == BillKind.Invoice;
        var receivable = LedgerAccountKey.Receivable(bill.AccountId, bill.Currency);
        var unbilled = LedgerAccountKey.Unbilled(bill.AccountId, bill.Currency);
        foreach (var line in lines.Where(l => l.Amount > 0))
        {
            yield return new NewTransfer(
                NewTransfer.DerivedId("bill-line", bill.Id.Value, line.Ordinal), isInvoice ? receivable : unbilled, isInvoice ? unbilled : receivable, line.Amount,
                isInvoice ? TransferCode.Bill : TransferCode.Credit, on, LineKeyId: line.LineKeyId, LineKeyRevision: line.ToRevision, BillId: bill.Id,
                TaxCategory: line.TaxCategory, ServiceStart: line.ServiceStart, ServiceEnd: line.ServiceEnd);
        }

        var ordinal = 0;
        foreach (var tax in taxes.OrderBy(t => t.Rate).ThenBy(t => t.TaxCategory, StringComparer.Ordinal))
        {
            ordinal++;
            if (tax.Tax > 0)
            {
                var payable = LedgerAccountKey.TaxPayable(tax.TaxCategory, bill.Currency);
                yield return new NewTransfer(
                    NewTransfer.DerivedId("bill-tax", bill.Id.Value, ordinal), isInvoice ? receivable : payable, isInvoice ? payable : receivable, tax.Tax,
                    isInvoice ? TransferCode.Tax : TransferCode.TaxCredit, on, BillId: bill.Id, TaxCategory: tax.TaxCategory, TaxRate: tax.Rate);
            }
        }
    }

    private async Task FinishAsync(Bill bill, DateOnly today, CancellationToken cancellationToken)
    {
        bill.Number = await numbers.TakeAsync(bill.Kind, today.Year, cancellationToken);
        bill.State = BillState.Issued;
        bill.IssuedAt = clock.Now;
        bill.IssuedOn = today;
        bill.DueOn = today.AddDays(options.Value.PaymentDays);
        bill.Version++;
        var gross = bill.Kind == BillKind.Invoice ? bill.Gross : -bill.Gross;
        await outbox.AddAsync(new BillIssued(bill.Id, bill.EnterpriseId, bill.Number, bill.PeriodStart, gross, bill.Currency, clock.Now), cancellationToken);
    }

    private async Task<Result> ParkAsync(BillRun run, BillingAccountId accountId, Result reason, CancellationToken cancellationToken)
    {
        var bills = await LockAsync(run, accountId, cancellationToken);
        if (bills.Count > 0)
        {
            bills.ForEach(b => (b.State, b.Version) = (BillState.Cancelled, b.Version + 1));
            db.ParkedAccounts.Add(new ParkedAccount { RunId = run.Id, AccountId = accountId, Code = reason.ParkedCode!, Message = reason.ParkedMessage!, ParkedAt = clock.Now });
            await CountAsync(run, cancellationToken);
        }

        return reason;
    }

    private Task<int> CountAsync(BillRun run, CancellationToken cancellationToken) => db.Runs.Where(r => r.Id == run.Id).ExecuteUpdateAsync(
        set => set.SetProperty(r => r.AccountsDone, r => r.AccountsDone + 1), cancellationToken);
}
