using BroadbandHub.Billing.Rating;

namespace BroadbandHub.Billing.Ledger;

/// <summary>What the database says about a list of transfers: those that exist, which pending ones are resolved by what, and accounts with a limit.</summary>
internal sealed record LedgerFacts(
    IReadOnlyDictionary<TransferId, Transfer> Transfers, IReadOnlyDictionary<TransferId, Transfer> Resolutions, IReadOnlyDictionary<LedgerAccountId, LedgerAccount> Limited);

/// <summary>
/// Decides transfers one after the other, each on top of those before it, in the order of rules that <see cref="TransferStatus"/> lists. Pure: what comes
/// out are statuses and movements.
/// </summary>
internal sealed class TransferRules(LedgerFacts facts, DateTimeOffset now)
{
    private readonly Dictionary<TransferId, NewTransfer> accepted = [];
    private readonly Dictionary<TransferId, NewTransfer> resolvedHere = [];
    private readonly HashSet<TransferId> seen = [];

    public Dictionary<LedgerAccountKey, Movement> Movements { get; } = [];

    public TransferStatus Decide(NewTransfer t)
    {
        if (t.Id.Value == Guid.Empty)
        {
            return TransferStatus.IdMustNotBeZero;
        }

        if (facts.Transfers.TryGetValue(t.Id, out var same))
        {
            return IsSame(t, same) ? TransferStatus.Exists : TransferStatus.ExistsWithOtherContent;
        }

        if (!seen.Add(t.Id))
        {
            return TransferStatus.IdIsTwiceInTheList;
        }

        var status = CheckOfItself(t);
        status = status == TransferStatus.Recorded && t.Kind >= TransferKind.Post ? CheckPending(t) : status;
        status = status == TransferStatus.Recorded ? CheckLimits(t) : status;
        if (status == TransferStatus.Recorded)
        {
            accepted.Add(t.Id, t);
            Apply(t);
        }

        return status;
    }

    private static TransferStatus CheckOfItself(NewTransfer t)
    {
        if (t.Amount <= 0)
        {
            return TransferStatus.AmountMustBeAboveZero;
        }

        if (t.Amount > Rater.MaxMinorUnits)
        {
            return TransferStatus.AmountIsTooLarge;
        }

        if (t.Debit == t.Credit)
        {
            return TransferStatus.AccountsMustDiffer;
        }

        if (t.Debit.Currency != t.Credit.Currency)
        {
            return TransferStatus.AccountsMustHaveTheSameCurrency;
        }

        return t.ExpiresAt is not null && t.Kind != TransferKind.Pending ? TransferStatus.ExpiryIsOnlyForPending : TransferStatus.Recorded;
    }

    private TransferStatus CheckPending(NewTransfer t)
    {
        if (Pending(t.PendingId) is not { } pending)
        {
            return TransferStatus.PendingTransferNotFound;
        }

        if (pending.Kind != TransferKind.Pending)
        {
            return TransferStatus.PendingTransferIsNotPending;
        }

        if (pending.Debit != t.Debit.Id() || pending.Credit != t.Credit.Id())
        {
            return TransferStatus.PendingTransferHasOtherAccounts;
        }

        switch (Resolution(t.PendingId!.Value))
        {
            case TransferKind.Post: return TransferStatus.PendingTransferWasPosted;
            case TransferKind.Void: return TransferStatus.PendingTransferWasVoided;
            case TransferKind.Expire: return TransferStatus.PendingTransferHasExpired;
        }

        var isOver = pending.ExpiresAt <= now;
        if (isOver && t.Kind != TransferKind.Expire)
        {
            return TransferStatus.PendingTransferHasExpired;
        }

        if (!isOver && t.Kind == TransferKind.Expire)
        {
            return TransferStatus.PendingTransferHasNotExpired;
        }

        return t.Amount > pending.Amount ? TransferStatus.ExceedsPendingAmount : TransferStatus.Recorded;
    }

    /// <summary>Posted and held debits together stay within the posted credits. Posting what is held never needs more than was held.</summary>
    private TransferStatus CheckLimits(NewTransfer t)
    {
        if (t.Kind >= TransferKind.Post)
        {
            return TransferStatus.Recorded;
        }

        if (facts.Limited.TryGetValue(t.Debit.Id(), out var debit) && debit.DebitsMustNotExceedCredits)
        {
            var m = Movement.Of(Movements, t.Debit);
            var free = debit.CreditsPosted + m.CreditsPosted - debit.DebitsPosted - m.DebitsPosted - debit.DebitsPending - m.DebitsPending;
            if (t.Amount > free)
            {
                return TransferStatus.ExceedsCredits;
            }
        }

        if (facts.Limited.TryGetValue(t.Credit.Id(), out var credit) && credit.CreditsMustNotExceedDebits)
        {
            var m = Movement.Of(Movements, t.Credit);
            var free = credit.DebitsPosted + m.DebitsPosted - credit.CreditsPosted - m.CreditsPosted - credit.CreditsPending - m.CreditsPending;
            if (t.Amount > free)
            {
                return TransferStatus.ExceedsDebits;
            }
        }

        return TransferStatus.Recorded;
    }

    private void Apply(NewTransfer t)
    {
        var debit = Movement.Of(Movements, t.Debit);
        var credit = Movement.Of(Movements, t.Credit);
        if (t.Kind == TransferKind.Pending)
        {
            debit.DebitsPending += t.Amount;
            credit.CreditsPending += t.Amount;
            return;
        }

        if (t.Kind >= TransferKind.Post)
        {
            // The whole hold goes, also when only a part of it is posted.
            var held = Pending(t.PendingId)!.Value.Amount;
            debit.DebitsPending -= held;
            credit.CreditsPending -= held;
            resolvedHere.Add(t.PendingId!.Value, t);
        }

        if (t.Kind is TransferKind.Posted or TransferKind.Post)
        {
            debit.DebitsPosted += t.Amount;
            credit.CreditsPosted += t.Amount;
        }
    }

    private TransferKind? Resolution(TransferId pending) =>
        resolvedHere.TryGetValue(pending, out var here) ? here.Kind : facts.Resolutions.TryGetValue(pending, out var stored) ? stored.Kind : null;

    private (TransferKind Kind, LedgerAccountId Debit, LedgerAccountId Credit, long Amount, DateTimeOffset? ExpiresAt)? Pending(TransferId? id)
    {
        if (id is not { } pending)
        {
            return null;
        }

        if (accepted.TryGetValue(pending, out var here))
        {
            return (here.Kind, here.Debit.Id(), here.Credit.Id(), here.Amount, here.ExpiresAt);
        }

        return facts.Transfers.TryGetValue(pending, out var stored)
            ? (stored.Kind, stored.DebitAccountId, stored.CreditAccountId, stored.Amount, stored.ExpiresAt)
            : null;
    }

    // The accounting date is not compared: a month may have been closed since.
    private static bool IsSame(NewTransfer t, Transfer stored) =>
        t.Debit.Id() == stored.DebitAccountId && t.Credit.Id() == stored.CreditAccountId && t.Amount == stored.Amount && t.Debit.Currency == stored.Currency
        && t.Code == stored.Code && t.Kind == stored.Kind && t.PendingId == stored.PendingId
        && Storage.Contracts.Instants.ToMicros(t.ExpiresAt ?? default) == Storage.Contracts.Instants.ToMicros(stored.ExpiresAt ?? default)
        && t.LineKeyId == stored.LineKeyId && t.LineKeyRevision == stored.LineKeyRevision && t.BillId == stored.BillId && t.TaxCategory == stored.TaxCategory
        && t.TaxRate == stored.TaxRate && t.ServiceStart == stored.ServiceStart && t.ServiceEnd == stored.ServiceEnd && t.Reference == stored.Reference;
}
