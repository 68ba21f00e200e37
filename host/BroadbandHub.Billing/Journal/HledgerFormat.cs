using System.Globalization;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Journal;

/// <summary>For <c>hledger check --strict</c>.</summary>
internal sealed class HledgerFormat : JournalFormat
{
    public override string FileName => "broadbandhub.journal";

    public override IEnumerable<string> Head(string title, IReadOnlyCollection<JournalAccount> accounts)
    {
        yield return $"; {title}";
        yield return "";
        foreach (var currency in accounts.Select(a => a.Currency).Distinct().OrderBy(c => c.Code, StringComparer.Ordinal))
        {
            // A decimal mark is wanted even by currencies that have no decimals.
            yield return $"commodity 1000.{new string('0', currency.MinorUnits)} {currency.Code}";
        }

        yield return "";
        foreach (var account in accounts)
        {
            yield return $"account {account.Name}";
        }

        yield return "";
    }

    public override IEnumerable<string> Entry(JournalEntry entry)
    {
        yield return $"{entry.On:yyyy-MM-dd} * ({entry.TransferId}) {OneLine(entry.Description)}";
        foreach (var (key, value) in entry.Notes)
        {
            yield return $"    ; {key}: {OneLine(value)}";
        }

        yield return $"    {entry.DebitAccount}  {Amount(entry.Amount)}";
        yield return $"    {entry.CreditAccount}  {Amount(-entry.Amount)}";
        yield return "";
    }

    public override IEnumerable<string> Opening(DateOnly on, IReadOnlyCollection<(JournalAccount Account, Money Balance)> balances)
    {
        yield return $"{on:yyyy-MM-dd} * (opening) Opening balances";
        foreach (var (account, balance) in balances)
        {
            yield return $"    {account.Name}  {Amount(balance)}";
        }

        yield return "";
    }

    internal static string Amount(Money money) =>
        $"{money.ToMajorUnits().ToString("F" + money.Currency.MinorUnits, CultureInfo.InvariantCulture)} {money.Currency.Code}";

    /// <summary>A semicolon would begin a comment, a bar a payee, a comma would end a tag. ASCII, so that the file can be read in any locale.</summary>
    private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is ';' or '|' or ',' ? ' ' : char.IsAscii(c) ? c : '?')).Trim();
}
