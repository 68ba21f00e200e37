using BroadbandHub.Billing.Ledger;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Journal;

/// <summary>An account as the journal names it: capitalised components of letters, digits and hyphens, which both tools take. The owner's name is as it is written, for tools that take it.</summary>
internal sealed record JournalAccount(LedgerAccountId Id, string Name, Currency Currency, string? Owner = null);

/// <summary>A transfer as the journal tells it.</summary>
internal sealed record JournalEntry(
    DateOnly On, string TransferId, string Description, string DebitAccount, string CreditAccount, Money Amount, IReadOnlyList<(string Key, string Value)> Notes);

/// <summary>How a tool wants a journal written. Pure: the same entries give the same text.</summary>
internal abstract class JournalFormat
{
    public abstract string FileName { get; }

    /// <summary>Declares every commodity and account, so that the tool's strict check finds a misspelt one.</summary>
    public abstract IEnumerable<string> Head(string title, IReadOnlyCollection<JournalAccount> accounts);

    public abstract IEnumerable<string> Entry(JournalEntry entry);

    /// <summary>What the accounts hold when the journal begins, debits positive; as one entry, which balances because the ledger does.</summary>
    public abstract IEnumerable<string> Opening(DateOnly on, IReadOnlyCollection<(JournalAccount Account, Money Balance)> balances);
}
