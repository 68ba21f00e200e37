using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Bills;

/// <summary>What still stands of a bill at a rate: what it charged less what credit notes that name it gave back.</summary>
internal sealed record StandingTax(BillId BillId, string TaxCategory, decimal Rate, long Net, long Tax);

/// <summary>
/// Tax is rounded once per rate and bill. A credit note gives back what stands of its bill's tax less the tax of what remains after it, so that however many
/// there are, a bill with its credit notes has exactly the tax of what is left of it, and one that is credited in full has none. Pure.
/// </summary>
internal static class TaxOnLines
{
    /// <summary>Categories that share a rate share its tax in proportion, so that their accounts add up to it.</summary>
    public static List<BillTax> Charge(BillId id, IEnumerable<BillLine> lines, Currency currency)
    {
        var taxes = new List<BillTax>();
        foreach (var rate in lines.GroupBy(l => l.TaxRate).OrderBy(g => g.Key))
        {
            var categories = NetOf(rate);
            var tax = TaxOf(categories.Sum(c => c.Net), rate.Key, currency);
            taxes.AddRange(categories.Zip(Shares(tax, categories, currency), (c, share) => new BillTax { BillId = id, TaxCategory = c.Category, Rate = rate.Key, Net = c.Net, Tax = share }));
        }

        return taxes;
    }

    public static List<BillTax> GiveBack(BillId id, IEnumerable<BillLine> lines, IReadOnlyCollection<StandingTax> standing, Currency currency)
    {
        var taxes = new List<BillTax>();
        foreach (var rate in lines.GroupBy(l => l.TaxRate).OrderBy(g => g.Key))
        {
            var credited = NetOf(rate);
            var atRate = standing.Where(s => s.Rate == rate.Key).OrderBy(s => s.TaxCategory, StringComparer.Ordinal).ToList();
            var categories = atRate.ConvertAll(s => (Category: s.TaxCategory, Net: credited.Find(c => c.Category == s.TaxCategory).Net));
            var remaining = atRate.Sum(s => s.Net) - credited.Sum(c => c.Net);
            var back = Shares(atRate.Sum(s => s.Tax) - TaxOf(remaining, rate.Key, currency), categories, currency);

            // No category gives back more than it took: the cent that is too much comes from another of the rate, first from one of which nothing is left.
            var over = back.Select((tax, i) => Math.Max(tax - atRate[i].Tax, 0)).Sum();
            foreach (var i in Enumerable.Range(0, back.Count).OrderBy(i => atRate[i].Net > categories[i].Net))
            {
                var more = Math.Min(over, Math.Max(atRate[i].Tax - back[i], 0));
                back[i] = Math.Min(back[i], atRate[i].Tax) + more;
                over -= more;
            }

            taxes.AddRange(categories.Zip(back, (c, tax) => new BillTax { BillId = id, TaxCategory = c.Category, Rate = rate.Key, Net = c.Net, Tax = tax }).Where(t => t.Net > 0 || t.Tax > 0));
        }

        return taxes;
    }

    private static long TaxOf(long net, decimal rate, Currency currency) =>
        Money.Round(Money.Of(net, currency).ToMajorUnits() * rate, currency, MidpointRounding.AwayFromZero).MinorUnits;

    private static List<(string Category, long Net)> NetOf(IEnumerable<BillLine> lines) =>
        [.. lines.GroupBy(l => l.TaxCategory).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(l => l.Amount)))];

    private static List<long> Shares(long tax, List<(string Category, long Net)> categories, Currency currency) => categories.TrueForAll(c => c.Net == 0)
        ? [.. categories.Select(_ => 0L)]
        : [.. Money.Of(tax, currency).Allocate([.. categories.Select(c => (decimal)c.Net)]).Select(m => m.MinorUnits)];
}
