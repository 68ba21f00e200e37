using System.Text;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Journal;

/// <summary>
/// Names for people, and valid in both tools: <c>Assets:Receivable:Acme-Trading:CNY-7m4aw0q1</c>. The end of the account's id keeps two organisations of one
/// name apart. A Chinese name is left to that end: hledger refuses a file that has one unless it runs in a UTF-8 locale.
/// </summary>
internal static class AccountNames
{
    private const int Tail = 8;

    public static JournalAccount Of(LedgerAccount account, string? owner)
    {
        var currency = Currency.Of(account.Currency);
        var id = account.Id.ToString();
        var name = string.Join(':', new[] { Root(account.Kind), Component(owner ?? account.TaxCategory), $"{currency.Code}-{id[^Tail..]}" }.Where(p => p.Length > 0));
        return new(account.Id, name, currency, owner);
    }

    /// <summary>Capitalised words of ASCII letters and digits, joined by hyphens; empty when nothing is left.</summary>
    internal static string Component(string? text)
    {
        var name = new StringBuilder();
        var starts = true;
        foreach (var c in text ?? "")
        {
            if (!char.IsAsciiLetterOrDigit(c))
            {
                starts = true;
                continue;
            }

            if (starts && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(starts ? char.ToUpperInvariant(c) : c);
            starts = false;
        }

        return name.Length > 60 ? name.ToString(0, 60).TrimEnd('-') : name.ToString();
    }

    private static string Root(LedgerAccountKind kind) => kind switch
    {
        LedgerAccountKind.UnbilledReceivable => "Assets:Unbilled",
        LedgerAccountKind.Receivable => "Assets:Receivable",
        LedgerAccountKind.Bank => "Assets:Bank",
        LedgerAccountKind.Revenue => "Income:Revenue",
        LedgerAccountKind.TaxPayable => "Liabilities:Tax",
        LedgerAccountKind.Prepaid => "Liabilities:Prepaid",
        LedgerAccountKind.Deferred => "Liabilities:Deferred",
        LedgerAccountKind.PartnerPayable => "Liabilities:Partners",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "The journal has no name for this kind of account."),
    };
}
