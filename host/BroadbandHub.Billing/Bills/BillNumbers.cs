using System.Globalization;
using BroadbandHub.Billing.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Bills;

/// <summary>
/// Gapless numbers: the series' row is locked by the transaction that takes one, and a transaction that does not commit gives its number back. So take it last. Scoped.
/// </summary>
internal sealed class BillNumbers(BillingDb db, BillingSql sql)
{
    /// <summary>The next number of the series of this kind and year, such as <c>B2026-000042</c> or <c>C2026-000007</c>. Only inside a unit of work.</summary>
    public async Task<string> TakeAsync(BillKind kind, int year, CancellationToken cancellationToken)
    {
        var transaction = db.Database.CurrentTransaction?.GetDbTransaction() ?? throw new InvalidOperationException("A number is taken in the transaction that uses it.");
        var letter = kind == BillKind.Invoice ? "B" : "C";
        var series = string.Create(CultureInfo.InvariantCulture, $"{letter}{year}");
        await BillingSql.ExecuteAsync(transaction, $"INSERT INTO bil_series (`Key`, `Next`) VALUES ('{series}', 1){sql.OrKeep("`Key`")}", cancellationToken);

        // The update locks the row; what is read after it is this transaction's own.
        await BillingSql.ExecuteAsync(transaction, $"UPDATE bil_series SET `Next` = `Next` + 1 WHERE `Key` = '{series}'", cancellationToken);
        await using var command = BillingSql.CommandOf(transaction, $"SELECT `Next` FROM bil_series WHERE `Key` = '{series}'");
        var next = Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture) - 1;
        return string.Create(CultureInfo.InvariantCulture, $"{series}-{next:D6}");
    }
}
