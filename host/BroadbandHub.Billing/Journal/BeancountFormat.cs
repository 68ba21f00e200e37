using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Journal;

/// <summary>For <c>bean-check</c>.</summary>
internal sealed class BeancountFormat : JournalFormat
{
    /// <summary>Before anything that can be posted: an account is open from here on.</summary>
    private const string Beginning = "1970-01-01";

    public override string FileName => "broadbandhub.beancount";

    public override IEnumerable<string> Head(string title, IReadOnlyCollection<JournalAccount> accounts)
    {
        var currencies = accounts.Select(a => a.Currency).Distinct().OrderBy(c => c.Code, StringComparer.Ordinal).ToArray();
        yield return $"option \"title\" \"{Quoted(title)}\"";
        foreach (var currency in currencies)
        {
            yield return $"option \"operating_currency\" \"{currency.Code}\"";
        }

        yield return "";
        foreach (var currency in currencies)
        {
            yield return $"{Beginning} commodity {currency.Code}";
            yield return $"  precision: {currency.MinorUnits}";
        }

        yield return "";
        foreach (var account in accounts)
        {
            yield return $"{Beginning} open {account.Name} {account.Currency.Code}";
            if (!string.IsNullOrEmpty(account.Owner))
            {
                yield return $"  owner: \"{Quoted(account.Owner)}\"";
            }
        }

        yield return "";
    }

    public override IEnumerable<string> Entry(JournalEntry entry)
    {
        yield return $"{entry.On:yyyy-MM-dd} * \"{Quoted(entry.Description)}\" ^{entry.TransferId}";
        foreach (var (key, value) in entry.Notes)
        {
            yield return $"  {key}: \"{Quoted(value)}\"";
        }

        yield return $"  {entry.DebitAccount}  {HledgerFormat.Amount(entry.Amount)}";
        yield return $"  {entry.CreditAccount}  {HledgerFormat.Amount(-entry.Amount)}";
        yield return "";
    }

    public override IEnumerable<string> Opening(DateOnly on, IReadOnlyCollection<(JournalAccount Account, Money Balance)> balances)
    {
        yield return $"{on:yyyy-MM-dd} * \"Opening balances\"";
        foreach (var (account, balance) in balances)
        {
            yield return $"  {account.Name}  {HledgerFormat.Amount(balance)}";
        }

        yield return "";
    }

    private static string Quoted(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c)).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
