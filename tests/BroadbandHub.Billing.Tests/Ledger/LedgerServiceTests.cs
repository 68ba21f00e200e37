using BroadbandHub.Billing.Ledger;
using BroadbandHub.TestSupport;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing.Tests.Ledger;

public sealed class LedgerServiceTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public Task Rules_are_checked_in_their_order(Engine engine) => PlayAsync(engine, """
        0 posted A B 10           -> IdMustNotBeZero
        1 posted A B 0            -> AmountMustBeAboveZero
        1 posted A A 10           -> AccountsMustDiffer
        1 posted A U 10           -> AccountsMustHaveTheSameCurrency
        1 posted A B 10 expires=5 -> ExpiryIsOnlyForPending
        1 posted A B 2000000000000000 -> AmountIsTooLarge
        1 posted A B 10           -> Recorded
        1 posted A B 10           -> Exists
        1 posted A B 11           -> ExistsWithOtherContent
        1 posted B A 10           -> ExistsWithOtherContent
        2 post A B 10             -> PendingTransferNotFound
        2 post A B 10 pending=1   -> PendingTransferIsNotPending
        2 posted A P 10           -> Recorded
        A: debits 20/0 credits 0/0
        B: debits 0/0 credits 10/0
        P: debits 0/0 credits 10/0
        """);

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public Task A_hold_is_posted_voided_or_expires_once(Engine engine) => PlayAsync(engine, """
        1 posted A P 100                   -> Recorded
        2 pending P B 60                   -> Recorded
        3 pending P B 41                   -> ExceedsCredits
        P: debits 0/60 credits 100/0
        4 post P B 61 pending=2            -> ExceedsPendingAmount
        4 post P A 10 pending=2            -> PendingTransferHasOtherAccounts
        4 post P B 50 pending=2            -> Recorded
        4 post P B 50 pending=2            -> Exists
        5 void P B 60 pending=2            -> PendingTransferWasPosted
        P: debits 50/0 credits 100/0
        B: debits 0/0 credits 50/0
        6 pending P B 50                   -> Recorded
        7 void P B 50 pending=6            -> Recorded
        8 post P B 50 pending=6            -> PendingTransferWasVoided
        9 pending P B 50 expires=10        -> Recorded
        10 expire P B 50 pending=9         -> PendingTransferHasNotExpired
        advance 10
        11 post P B 50 pending=9           -> PendingTransferHasExpired
        10 expire P B 50 pending=9         -> Recorded
        10 expire P B 50 pending=9         -> Exists
        P: debits 50/0 credits 100/0
        12 posted P B 50                   -> Recorded
        13 posted P B 1                    -> ExceedsCredits
        """);

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public Task Linked_transfers_succeed_together_or_not_at_all(Engine engine) => PlayAsync(engine, """
        1 posted A P 10  -> Recorded …
        2 posted P B 10  -> Recorded
        3 posted A P 10  -> LinkedTransferRefused …
        4 posted P B 11  -> ExceedsCredits
        P: debits 10/0 credits 10/0
        5 posted A B 1   -> LinkedTransferRefused …
        5 posted A B 1   -> IdIsTwiceInTheList
        A: debits 10/0 credits 0/0
        """);

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_closed_month_takes_nothing_any_more(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await LedgerTable.PlayAsync(hub, """
            1 posted A B 10 on=2026-09-30 -> Recorded
            close 202609
            close 202608
            2 posted A B 10 on=2026-09-30 -> Recorded
            1 posted A B 10 on=2026-09-30 -> Exists
            """);
        var days = await hub.ReadAsync(db => db.Transfers.OrderBy(t => t.RecordedAt).Select(t => t.AccountingOn).ToListAsync());
        Assert.Equal([new DateOnly(2026, 9, 30), new DateOnly(2026, 10, 1)], days.Order());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_check_finds_a_balance_and_a_sum_that_somebody_touched(Engine engine)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await hub.ReportAsync(hub.Event("a", "12.5"), hub.Event("b", "1", meter: "free"));
        Assert.Empty((await CheckAsync(hub)).Problems);
        await hub.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE bil_ledger_accounts SET DebitsPosted = DebitsPosted + 1 WHERE DebitsPosted > 0"));
        await hub.ReadAsync(db => db.Database.ExecuteSqlRawAsync("UPDATE bil_line_keys SET QuantityFraction = 1"));
        var found = await CheckAsync(hub);
        Assert.False(found.Ok);
        Assert.Equal(
            ["ledger.debits_differ_from_credits", "ledger.debits_differ_from_transfers", "line.posted_differs_from_rating", "line.quantity_differs_from_usage"],
            found.Problems.Select(p => p.Code).Order(StringComparer.Ordinal));
    }

    internal static async Task<CheckLedger.Result> CheckAsync(BillingHub hub) =>
        (await hub.InScopeAsync(s => s.GetRequiredService<IMediator>().Send(new CheckLedger.Query()))).Value;

    private static async Task PlayAsync(Engine engine, string table)
    {
        await using var hub = await BillingHub.CreateAsync(engine);
        await LedgerTable.PlayAsync(hub, table);
        Assert.True((await CheckAsync(hub)).Ok);
    }
}
