using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Journal;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Tests.Journal;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class BillExactnessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Tax_is_rounded_once_per_rate_not_once_per_line(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var keys = Enumerable.Range(1, 5).Select(i => $"m{i}").ToArray();
        var acme = await world.SubscribeAsync("Acme", [.. keys.Select(k => PerGb(0.1m, k)), PerGb(0.1m, "untaxed", "zero")]);
        foreach (var key in keys.Append("untaxed"))
        {
            await world.UseAsync(acme, key, 1m);
        }

        await world.BillAsync();

        // 6 % of 0.10 is 0.006, which five lines would round up to 0.05; 6 % of 0.50 is 0.03.
        var bill = Assert.Single(await world.BillsAsync());
        Assert.Equal((60L, 3L, 63L), (bill.Net, bill.Tax, bill.Gross));
        var taxes = await world.QueryAsync(db => db.BillTaxes.OrderBy(t => t.TaxCategory).ToListAsync());
        Assert.Equal([("standard", 50L, 3L), ("zero", 10L, 0L)], taxes.Select(t => (t.TaxCategory, t.Net, t.Tax)));
        Assert.Equal(1, await world.QueryAsync(db => db.Transfers.CountAsync(t => t.Code == TransferCode.Tax)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Two_hundred_and_sixty_two_meters_are_rounded_once_each(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var keys = Enumerable.Range(1, 262).Select(i => $"meter-{i:D3}").ToArray();
        var acme = await world.SubscribeAsync("Acme", [.. keys.Select(k => PerGb(0.000000000001m, k))]);
        decimal exact = 0;
        long rounded = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            // In three events each, so that rounding each event, or only the total, would give another sum.
            var amount = 0.0049m + (i * 0.000671m);
            var quantity = amount * 1_000_000_000_000m;
            await world.UseAsync(acme, keys[i], decimal.Truncate(quantity / 3));
            await world.UseAsync(acme, keys[i], decimal.Truncate(quantity / 3));
            await world.UseAsync(acme, keys[i], quantity - (2 * decimal.Truncate(quantity / 3)));
            exact += amount;
            rounded += Money.Round(amount, Currency.Of("CNY"), MidpointRounding.AwayFromZero).MinorUnits;
        }

        Assert.NotEqual(rounded, Money.Round(exact, Currency.Of("CNY"), MidpointRounding.AwayFromZero).MinorUnits);
        var run = await world.BillAsync();

        var bill = Assert.Single(await world.BillsAsync());
        Assert.Equal(rounded, bill.Net);
        Assert.Equal(262, (await world.LinesAsync(bill.Id)).Count);
        Assert.Equal(bill.Gross, await world.BalanceAsync(LedgerAccountKey.Receivable(acme.Account, "CNY")));
        Assert.Equal(BillRunState.Issued, run.State);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Numbers_have_no_gap_when_accounts_are_issued_in_parallel_and_some_fail(Engine engine)
    {
        var flaky = new FlakyOutbox();
        await using var world = await BillingWorld.CreateAsync(engine, flaky.Register);
        for (var i = 0; i < 12; i++)
        {
            await world.SubscribeAsync($"Enterprise {i}", Fee(10m + i));
        }

        var run = BillingWorld.Ok(await world.PreviewAsync());
        BillingWorld.Ok(await world.ApproveAsync(run.Id));
        BillingWorld.Ok(await world.SendAsync(new IssueRun.Command(run.Id)));
        var bills = await world.BillsAsync();
        var row = await world.QueryAsync(db => db.Runs.AsNoTracking().SingleAsync());
        flaky.FailuresLeft = 4;

        // Each account twice and at once: one wins, the other finds nothing to do; four fail after they took their number.
        await Task.WhenAll(bills.Concat(bills).Select(b => Task.Run(async () =>
        {
            try
            {
                await world.InScopeAsync(s => s.GetRequiredService<IssueAccount>().RunAsync(row, b.AccountId, Stop));
            }
            catch (CrashException)
            {
            }
        })));
        flaky.FailuresLeft = 0;
        BillingWorld.Ok(await world.IssueAsync(run.Id));

        var numbers = (await world.BillsAsync()).Select(b => b.Number).Order(StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(1, 12).Select(i => $"B2026-{i:D6}"), numbers);
        Assert.Equal(0, await world.QueryAsync(db => db.ParkedAccounts.CountAsync()));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_run_that_dies_at_any_step_and_goes_on_bills_everything_once(Engine engine)
    {
        var flaky = new FlakyOutbox();
        await using var world = await BillingWorld.CreateAsync(engine, flaky.Register);
        var who = new List<Subscriber>();
        for (var i = 0; i < 3; i++)
        {
            who.Add(await world.SubscribeAsync($"Enterprise {i}", Fee(10m)));
        }

        // Dies right after the run was written, then after the first draft.
        var id = BillingWorld.Ok(await world.SendAsync(new CreateRun.Command("2026-10")));
        await world.Worker.AdvanceAsync(id, TimeSpan.Zero, Stop);
        var row = await world.QueryAsync(db => db.Runs.AsNoTracking().SingleAsync());
        await world.InScopeAsync(s => s.GetRequiredService<PreviewAccount>().RunAsync(row, who[1].Account, Stop));
        await world.InScopeAsync(s => s.GetRequiredService<PreviewAccount>().RunAsync(row, who[1].Account, Stop));
        await world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop);
        Assert.Equal(3, (await world.BillsAsync()).Count);

        // Dies before the first account, inside the second one's transaction, and before the month is closed.
        BillingWorld.Ok(await world.ApproveAsync(id));
        BillingWorld.Ok(await world.SendAsync(new IssueRun.Command(id)));
        await world.Worker.AdvanceAsync(id, TimeSpan.Zero, Stop);
        await world.InScopeAsync(s => s.GetRequiredService<IssueAccount>().RunAsync(row, who[2].Account, Stop));
        flaky.FailuresLeft = 1;
        await Assert.ThrowsAsync<CrashException>(() => world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop));
        Assert.False(await world.QueryAsync(db => db.ClosedMonths.AnyAsync(m => m.Month == BillingWorld.October)));
        await world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop);
        await world.Worker.AdvanceAsync(id, TimeSpan.FromMinutes(1), Stop);

        var view = BillingWorld.Ok(await world.SendAsync(new GetRun.Query(id)));
        Assert.Equal((BillRunState.Issued, 3, 3), (view.State, view.AccountsDone, view.AccountsTotal));
        Assert.Equal(who.Select(w => w.Account).ToHashSet(), (await world.BillsAsync()).Select(b => b.AccountId).ToHashSet());
        foreach (var one in who)
        {
            Assert.Equal(1060, await world.BalanceAsync(LedgerAccountKey.Receivable(one.Account, "CNY")));
            Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Unbilled(one.Account, "CNY")));
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_exported_journal_passes_both_tools_and_has_the_ledgers_balances(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme; \"Trading\" 极致", Fee(99.99m), PerGb(0.013m));
        await world.SubscribeAsync("Beta", Fee(30m));
        await world.UseAsync(acme, "storage", 777.77m);
        await world.BillAsync();
        await world.UseAsync(acme, "storage", 700m, replaces: true);
        await world.BillAsync();

        await AssertJournalAsync(world, null);
        Assert.Equal(await world.JournalAsync(new HledgerFormat()), await world.JournalAsync(new HledgerFormat()));

        // From the day of the bills, and from a day after everything: the opening balances make up for what is left out.
        var bills = await world.QueryAsync(db => db.Bills.MinAsync(b => b.IssuedOn));
        Assert.Contains("Opening balances", await AssertJournalAsync(world, bills), StringComparison.Ordinal);
        Assert.DoesNotContain(" Charge\n", await AssertJournalAsync(world, new DateOnly(2027, 1, 1)), StringComparison.Ordinal);
        Assert.DoesNotContain("Opening balances", await AssertJournalAsync(world, new DateOnly(2026, 1, 1)), StringComparison.Ordinal);
    }

    /// <summary>Both tools take the journal, and what hledger adds up is the ledger.</summary>
    private static async Task<string> AssertJournalAsync(BillingWorld world, DateOnly? from)
    {
        var journal = await world.JournalAsync(new HledgerFormat(), from);
        var strict = await BookkeepingTool.CheckAsync("hledger", journal, TestContext.Current.CancellationToken);
        Assert.True(strict.ExitCode == 0, strict.Output);
        var balances = await BookkeepingTool.BalancesAsync(journal, TestContext.Current.CancellationToken);
        foreach (var account in await world.QueryAsync(db => db.LedgerAccounts.AsNoTracking().ToListAsync()))
        {
            // hledger lists an account only when something was posted to it.
            var name = balances.Keys.SingleOrDefault(k => k.EndsWith(account.Id.ToString()[^8..], StringComparison.Ordinal));
            var balance = Money.Of(account.DebitsPosted - account.CreditsPosted, Currency.Of(account.Currency));
            Assert.Equal(balance.IsZero ? "0" : HledgerFormat.Amount(balance), name is null ? "0" : balances[name]);
        }

        var bean = await BookkeepingTool.CheckAsync("bean-check", await world.JournalAsync(new BeancountFormat(), from), TestContext.Current.CancellationToken);
        Assert.True(bean.ExitCode == 0, bean.Output);
        return journal;
    }

    private sealed class CrashException : Exception;

    /// <summary>The last step of issuing an account; throws as often as it is told, which is as good as the process dying there.</summary>
    private sealed class FlakyOutbox
    {
        private int failuresLeft;

        public int FailuresLeft
        {
            set => failuresLeft = value;
        }

        public void Register(IServiceCollection services)
        {
            var real = services.Last(d => d.ServiceType == typeof(IOutbox));
            services.AddScoped<IOutbox>(p => new Wrapped(this, (IOutbox)ActivatorUtilities.CreateInstance(p, real.ImplementationType!)));
        }

        private sealed class Wrapped(FlakyOutbox flaky, IOutbox real) : IOutbox
        {
            public Task AddAsync(HubEvent happened, CancellationToken cancellationToken) =>
                Interlocked.Decrement(ref flaky.failuresLeft) >= 0 ? throw new CrashException() : real.AddAsync(happened, cancellationToken);

            public Task AddAsync(PluginMessage message, CancellationToken cancellationToken) => real.AddAsync(message, cancellationToken);
        }
    }
}
