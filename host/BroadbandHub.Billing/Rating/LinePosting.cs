using System.Data.Common;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Services;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Rating;

/// <summary>A line key with all that it pins. <see cref="Id"/> follows from the fields that identify it.</summary>
internal sealed record LineIdentity(
    BillingAccountId AccountId, SubscriptionId SubscriptionId, SegmentId SegmentId, ProductId ProductId, PlanVersionId PlanVersionId, Guid? ContractPriceVersionId,
    PriceComponent Component, string Currency, MidpointRounding Rounding, MonthSpan Month)
{
    public LineKeyId Id { get; } = Derive(SubscriptionId, PlanVersionId, ContractPriceVersionId, Component.Key, SegmentId, Month.Month, Currency);

    private static LineKeyId Derive(
        SubscriptionId subscription, PlanVersionId plan, Guid? contractPrice, string component, SegmentId segment, int month, string currency)
    {
        var id = new DerivedId(stackalloc byte[1024], "line-key");
        id.Add(subscription.Value);
        id.Add(plan.Value);
        id.Add(contractPrice ?? Guid.Empty);
        id.Add(component);
        id.Add(segment.Value);
        id.Add(month);
        id.Add(currency);
        return new(id.ToGuid());
    }
}

/// <summary>
/// A change of a line key's facts: usage added to the sum, or, when <see cref="Replaces"/>, the sum said anew. The service days are always said anew.
/// </summary>
internal sealed class LineChange(LineIdentity identity, DateOnly serviceStart, DateOnly serviceEnd)
{
    public LineIdentity Identity { get; } = identity;

    public DateOnly ServiceStart { get; } = serviceStart;

    public DateOnly ServiceEnd { get; } = serviceEnd;

    public bool Replaces { get; init; }

    public Int128 Units { get; set; }

    public Int128 Fractions { get; set; }

    public long Events { get; set; }

    public void Add(Quantity quantity)
    {
        Units += quantity.Units;
        Fractions += quantity.Fraction;
        Events++;
    }
}

/// <summary>What became of changes: how many transfers they took, and those that were refused because a line key of their usage is frozen.</summary>
internal sealed record PostedChanges(int Transfers, IReadOnlySet<LineChange> Frozen)
{
    public static PostedChanges None { get; } = new(0, new HashSet<LineChange>());
}

/// <summary>
/// The posting rule. Target(K) = round(f(facts)), once; what is posted is Target(K) − posted(K), as one transfer whose id is derived from (K, revision); a
/// negative difference swaps the sides; a difference of 0 posts nothing. K's row is locked while this happens, and its revision moves on.
/// </summary>
internal sealed class LinePosting(BillingSql sql, Books books)
{
    private readonly LineKeyRows rows = new(sql);

    /// <summary>Applies the changes, at most one a line key, inside the transaction. <paramref name="today"/> is the operator's day.</summary>
    public async Task<PostedChanges> ApplyAsync(
        DbTransaction transaction, IReadOnlyCollection<LineChange> changes, DateOnly today, long nowMicros, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return PostedChanges.None;
        }

        var closedThrough = await books.ClosedThroughAsync(transaction, cancellationToken);
        var ordered = changes.OrderBy(c => BillingSql.Bytes(c.Identity.Id.Value), ByteOrder.Instance).ToList();
        var states = await rows.LockAsync(transaction, ordered, nowMicros, cancellationToken);
        var changed = new List<(LineChange, LineState)>(ordered.Count);
        var transfers = new List<NewTransfer>();
        var movements = new Dictionary<LedgerAccountKey, Movement>();
        var frozen = Frozen(ordered, states);
        foreach (var change in ordered)
        {
            var state = states[change.Identity.Id];
            if (frozen.Contains(change))
            {
                state.LateEvents += change.Events;
                changed.Add((change, state));
            }
            else if (state.Apply(change))
            {
                changed.Add((change, state));
                Post(change, state, today, closedThrough, transfers, movements);
            }
        }

        if (changed.Count > 0)
        {
            await rows.WriteAsync(transaction, changed, nowMicros, cancellationToken);
            await books.WriteAsync(transaction, transfers, movements, nowMicros, cancellationToken);
        }

        return new(transfers.Count, frozen);
    }

    // An event is charged on all lines of its meter or on none. To say the facts anew is a person's decision; a frozen key refuses only what comes by itself.
    private static HashSet<LineChange> Frozen(List<LineChange> changes, Dictionary<LineKeyId, LineState> states)
    {
        var usage = changes.Where(c => !c.Replaces && states[c.Identity.Id].Frozen).Select(UsageOf).ToHashSet();
        return usage.Count == 0 ? [] : [.. changes.Where(c => !c.Replaces && usage.Contains(UsageOf(c)))];

        static (SegmentId, int, string?) UsageOf(LineChange change) => (change.Identity.SegmentId, change.Identity.Month.Month, Rater.MeterOf(change.Identity.Component));
    }

    private static void Post(
        LineChange change, LineState state, DateOnly today, int closedThrough, List<NewTransfer> transfers, Dictionary<LedgerAccountKey, Movement> movements)
    {
        var k = change.Identity;
        var facts = new LineFacts(state.Quantity, state.ServiceEnd.DayNumber - state.ServiceStart.DayNumber, k.Month.Days);
        var target = Rater.Target(k.Component, facts, Currency.Of(k.Currency), state.Rounding, state.RaterVersion);
        state.Parked = target is null ? "line.amount_out_of_range" : null;
        var difference = (target ?? state.Posted) - state.Posted;
        if (difference == 0)
        {
            return;
        }

        state.Posted += difference;
        var unbilled = LedgerAccountKey.Unbilled(k.AccountId, k.Currency);
        var revenue = LedgerAccountKey.Revenue(k.ProductId, k.Currency);
        var (debit, credit) = difference > 0 ? (unbilled, revenue) : (revenue, unbilled);
        var amount = Math.Abs(difference);
        transfers.Add(new NewTransfer(
            NewTransfer.DerivedId("line-key-revision", k.Id.Value, state.Revision), debit, credit, amount, TransferCode.Charge,
            Books.OpenDay(Within(today, k.Month), closedThrough), LineKeyId: k.Id, LineKeyRevision: state.Revision, TaxCategory: k.Component.TaxCategory,
            ServiceStart: state.ServiceStart, ServiceEnd: state.ServiceEnd));
        Movement.Of(movements, debit).DebitsPosted += amount;
        Movement.Of(movements, credit).CreditsPosted += amount;
    }

    /// <summary>Today, or the nearest day of the service month: what belongs to October is earned in October as long as October is open.</summary>
    private static DateOnly Within(DateOnly today, MonthSpan month) =>
        today < month.FirstDay ? month.FirstDay : today >= month.End ? month.End.AddDays(-1) : today;
}
