using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using FsCheck.Xunit;
using static BroadbandHub.Billing.Tests.Bills.SomeCatalog;

namespace BroadbandHub.Billing.Tests.Bills;

public sealed class TaxOnLinesTests
{
    private static readonly Currency Cny = Currency.Of("CNY");
    private static readonly decimal[] Rates = [0.06m, 0.13m, 0.005m, 0m];
    private static readonly string[] Categories = ["books", "standard", "zero"];

    /// <summary>A bill of lines, credited line by line and part by part in any order until nothing is left.</summary>
    [Property(MaxTest = 500)]
    public void Any_credits_give_back_the_tax_of_what_they_take_off_and_all_of_it_in_the_end((byte Amount, byte Rate, byte Category)[] parts, int seed)
    {
        var left = parts.Select((p, i) => Line(i, p.Amount, Rates[p.Rate % Rates.Length], Categories[p.Category % Categories.Length])).ToList();
        var bill = new BillId(Guid.CreateVersion7(DateTimeOffset.UnixEpoch));
        var charged = TaxOnLines.Charge(bill, left, Cny);
        var standing = charged.Select(t => new StandingTax(bill, t.TaxCategory, t.Rate, t.Net, t.Tax)).ToList();
        var random = new Random(seed);
        while (left.Exists(l => l.Amount > 0))
        {
            var credit = left.Where(l => l.Amount > 0 && random.Next(3) > 0).Select(l => Line(l.Ordinal, random.NextInt64(1, l.Amount + 1), l.TaxRate, l.TaxCategory)).ToList();
            var back = TaxOnLines.GiveBack(bill, credit, standing, Cny);
            Assert.All(back, t => Assert.True(t.Tax >= 0));
            left.ForEach(l => l.Amount -= credit.Where(c => c.Ordinal == l.Ordinal).Sum(c => c.Amount));
            Assert.Equal(credit.Sum(l => l.Amount), back.Sum(t => t.Net));
            standing = standing.ConvertAll(s => back.Find(t => (t.TaxCategory, t.Rate) == (s.TaxCategory, s.Rate)) is { } t ? s with { Net = s.Net - t.Net, Tax = s.Tax - t.Tax } : s);
            Assert.All(standing, s => Assert.True(s.Tax >= 0 && s.Net >= 0));
            foreach (var rate in standing.GroupBy(s => s.Rate))
            {
                var remaining = TaxOnLines.Charge(bill, left.Where(l => l.TaxRate == rate.Key), Cny).Sum(t => t.Tax);
                Assert.Equal(remaining, rate.Sum(s => s.Tax));
            }
        }

        Assert.All(standing, s => Assert.Equal((0L, 0L), (s.Net, s.Tax)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Credit_notes_in_many_small_steps_give_back_exactly_the_tax_of_their_bill(Engine engine)
    {
        await using var world = await BillingWorld.CreateAsync(engine);
        var acme = await world.SubscribeAsync("Acme", PerGb(0.01m));
        await world.UseAsync(acme, "storage", 50m);
        await world.BillAsync();
        Assert.Equal(3, Assert.Single(await world.BillsAsync()).Tax);

        // 6 % of 0.09 is 0.0054: alone, each of these would give a whole cent back, six in all.
        foreach (var left in new[] { 41m, 32m, 23m, 14m, 5m, 0m })
        {
            await world.UseAsync(acme, "storage", left, replaces: true);
            await world.BillAsync();
        }

        var notes = (await world.BillsAsync()).Where(b => b.Kind == BillKind.CreditNote).ToList();
        Assert.Equal((6, 50L, 3L), (notes.Count, notes.Sum(n => n.Net), notes.Sum(n => n.Tax)));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.TaxPayable("standard", "CNY")));
        Assert.Equal(0, await world.BalanceAsync(LedgerAccountKey.Receivable(acme.Account, "CNY")));
    }

    private static BillLine Line(int ordinal, long amount, decimal rate, string category) => new()
    {
        Ordinal = ordinal, Amount = amount, TaxRate = rate, TaxCategory = category, ComponentKey = "c", ProductEn = "p", ProductZh = "p", TextEn = "t", TextZh = "t",
    };
}
