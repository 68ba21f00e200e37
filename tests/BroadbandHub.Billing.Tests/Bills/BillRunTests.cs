using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class BillRunTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_month_is_previewed_approved_and_issued(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", Fee(100m), PerGb(0.5m));
        var beta = await world.SubscribeAsync("Beta", Fee(30m));
        await world.UseAsync(acme, "storage", 12.34m);
        await world.Services.SubscribeAsync("listener", nameof(BillIssued));

        var run = BillingWorld.Ok(await world.PreviewAsync());
        Assert.Equal((BillRunState.Previewed, 2, 2, 2, 0), (run.State, run.AccountsDone, run.AccountsTotal, run.Bills, run.Parked));
        Assert.Equal(new RunTotal("CNY", 136.17m, 8.17m, 144.34m), Assert.Single(run.Totals));
        Assert.All(await world.BillsAsync(), b => Assert.Null(b.Number));

        Assert.Equal(BillRunState.Approved, BillingWorld.Ok(await world.ApproveAsync(run.Id)).State);
        var issued = BillingWorld.Ok(await world.IssueAsync(run.Id));

        Assert.Equal(BillRunState.Issued, issued.State);
        var bills = await world.BillsAsync();
        Assert.Equal(["B2026-000001", "B2026-000002"], bills.Select(b => b.Number));
        var bill = bills.Single(b => b.EnterpriseId == acme.Enterprise);
        Assert.Equal((10617L, 637L, 11254L, "Acme"), (bill.Net, bill.Tax, bill.Gross, bill.CustomerName));
        Assert.Equal((new DateOnly(2026, 11, 2), new DateOnly(2026, 12, 2)), (bill.IssuedOn, bill.DueOn));
        Assert.Equal(11254, await world.BalanceAsync(LedgerAccountKey.Receivable(acme.Account, "CNY")));
        Assert.Equal(3180, await world.BalanceAsync(LedgerAccountKey.Receivable(beta.Account, "CNY")));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(acme.Account, "CNY")));
        Assert.Equal(-817, await world.BalanceAsync(LedgerAccountKey.TaxPayable("standard", "CNY")));
        Assert.True(await world.QueryAsync(db => db.ClosedMonths.AnyAsync(m => m.Month == BillingWorld.October)));
        var told = await world.Services.GetRequiredService<IDeliveries>().ListAsync("listener", null, null, 10, Stop);
        Assert.Equal(2, told.Count);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Steps_out_of_order_are_refused_with_a_code(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Acme", Fee(100m));

        Assert.Equal("run.month_invalid", (await world.PreviewAsync("October")).Error?.Code);
        Assert.Equal("run.month_not_over", (await world.PreviewAsync("2026-11")).Error?.Code);
        var run = BillingWorld.Ok(await world.PreviewAsync());
        Assert.Equal("run.already_open", (await world.PreviewAsync()).Error?.Code);
        Assert.Equal("run.not_approved", (await world.IssueAsync(run.Id)).Error?.Code);
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        Assert.Equal("run.already_approved", (await world.ApproveAsync(run.Id)).Error?.Code);
        BillingWorld.Ok(await world.IssueAsync(run.Id));
        Assert.Equal("run.already_issued", (await world.IssueAsync(run.Id)).Error?.Code);
        Assert.Equal("run.nothing_new", (await world.PreviewAsync()).Error?.Code);
        Assert.Equal("run.not_found", (await world.SendAsync(new GetRun.Query(new(Guid.CreateVersion7(world.Clock.GetUtcNow()))))).Error?.Code);
        Assert.Equal("bill.not_found", (await world.SendAsync(new GetBill.Query(BillId.New(world.Clock)))).Error?.Code);
        Assert.Single(await world.BillsAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Usage_that_comes_after_the_issue_lands_on_the_next_bill(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m));
        await world.UseAsync(acme, "storage", 10m);
        await world.BillAsync();

        await world.UseAsync(acme, "storage", 2.5m);
        world.Clock.MoveTo(new DateTimeOffset(2026, 12, 2, 2, 0, 0, TimeSpan.Zero));
        await world.UseAsync(acme, "storage", 4m, 202611);
        await world.BillAsync("2026-11");

        var second = (await world.BillsAsync()).Single(b => b.Month == 202611);
        Assert.Equal(650, second.Net);
        var lines = await world.LinesAsync(second.Id);
        Assert.Equal(
            [(new DateOnly(2026, 10, 1), 250L, true), (new DateOnly(2026, 11, 1), 400L, false)],
            lines.OrderBy(l => l.ServiceStart).Select(l => (l.ServiceStart, l.Amount, l.FromRevision > 0)));
        var late = await world.QueryAsync(db => db.Transfers.SingleAsync(t => t.Amount == 250 && t.Code == TransferCode.Charge));
        Assert.Equal((new DateOnly(2026, 11, 1), new DateOnly(2026, 10, 1)), (late.AccountingOn, late.ServiceStart));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(acme.Account, "CNY")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_comes_between_preview_and_issue_is_not_on_the_bill(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m));
        await world.UseAsync(acme, "storage", 10m);
        var run = BillingWorld.Ok(await world.PreviewAsync());
        await world.UseAsync(acme, "storage", 5m);
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        BillingWorld.Ok(await world.IssueAsync(run.Id));

        Assert.Equal(1000, Assert.Single(await world.BillsAsync()).Net);
        Assert.Equal(500, await world.BalanceAsync(LedgerAccountKey.Unbilled(acme.Account, "CNY")));
        await world.BillAsync();
        Assert.Equal([1000L, 500L], (await world.BillsAsync()).Select(b => b.Net));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(acme.Account, "CNY")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_reduction_after_the_issue_becomes_a_credit_note_that_names_the_bill_and_keeps_its_tax_rate(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(1m));
        await world.UseAsync(acme, "storage", 10m);
        await world.BillAsync();
        var bill = Assert.Single(await world.BillsAsync());

        world.Catalog.Rates["standard"] = 0.09m;
        await world.UseAsync(acme, "storage", 4m, replaces: true);
        await world.BillAsync();

        var note = (await world.BillsAsync()).Single(b => b.Kind == BillKind.CreditNote);
        Assert.Equal(("C2026-000001", bill.Id, 600L, 36L, 636L, bill.TaxOn), (note.Number, note.CorrectsBillId, note.Net, note.Tax, note.Gross, note.TaxOn));
        Assert.Equal(424, await world.BalanceAsync(LedgerAccountKey.Receivable(acme.Account, "CNY")));
        Assert.Equal(-24, await world.BalanceAsync(LedgerAccountKey.TaxPayable("standard", "CNY")));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(acme.Account, "CNY")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_doubtful_account_is_parked_with_its_reason_and_billed_when_it_is_put_right(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Odd", Fee(50m, "luxury"));
        await world.SubscribeAsync("Acme", Fee(100m));

        var run = BillingWorld.Ok(await world.PreviewAsync());
        Assert.Equal((1, 1), (run.Bills, run.Parked));
        var detail = BillingWorld.Ok(await world.SendAsync(new GetRun.Query(run.Id)));
        Assert.Equal("tax.category_unknown", Assert.Single(detail.ParkedAccounts!).Code);
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        BillingWorld.Ok(await world.IssueAsync(run.Id));

        world.Catalog.Rates["luxury"] = 0.13m;
        await world.BillAsync();
        Assert.Equal([10000L, 5000L], (await world.BillsAsync()).Select(b => b.Net));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_cancelled_run_leaves_everything_for_the_next_one(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Acme", Fee(100m));
        var run = BillingWorld.Ok(await world.PreviewAsync());
        BillingWorld.Ok(await world.SendAsync(new CancelRun.Command(run.Id)));
        Assert.Equal("run.cancelled", (await world.ApproveAsync(run.Id)).Error?.Code);

        await world.BillAsync();

        Assert.Equal("B2026-000001", (await world.BillsAsync()).Single(b => b.State == BillState.Issued).Number);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_line_that_was_billed_by_something_else_meanwhile_parks_its_account_and_takes_no_number(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var odd = await world.SubscribeAsync("Odd", Fee(50m));
        await world.SubscribeAsync("Acme", Fee(100m));
        var run = BillingWorld.Ok(await world.PreviewAsync());
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        await world.QueryAsync(db => db.LineKeys.Where(k => k.AccountId == odd.Account).ExecuteUpdateAsync(set => set.SetProperty(k => k.BilledRevision, 99)));

        var issued = BillingWorld.Ok(await world.IssueAsync(run.Id));

        Assert.Equal((BillRunState.Issued, 1, 1), (issued.State, issued.Bills, issued.Parked));
        var bills = await world.BillsAsync();
        Assert.Equal("B2026-000001", bills.Single(b => b.State == BillState.Issued).Number);
        Assert.Equal(BillState.Cancelled, bills.Single(b => b.AccountId == odd.Account).State);
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Receivable(odd.Account, "CNY")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_service_that_was_backdated_over_several_months_is_billed_for_all_of_them(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        await world.SubscribeAsync("Acme", Fee(100m));
        world.Clock.MoveTo(new DateTimeOffset(2027, 1, 3, 2, 0, 0, TimeSpan.Zero));

        await world.BillAsync("2026-12");

        var lines = await world.LinesAsync(Assert.Single(await world.BillsAsync()).Id);
        Assert.Equal([10, 11, 12], lines.Select(l => l.ServiceStart.Month).Order());
        Assert.All(lines, l => Assert.Equal(10000, l.Amount));
    }
}
