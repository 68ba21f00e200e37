using System.Globalization;
using System.Numerics;
using System.Text;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using FsCheck.Xunit;

namespace BroadbandHub.Billing.Tests.Rating;

public sealed class RaterTests
{
    private static readonly LocalText Name = new("x", "x");
    private static readonly Currency Yuan = Currency.Of("CNY");

    [Theory]
    [InlineData("0", 0)]
    [InlineData("10", 0)]
    [InlineData("10.5", 3)]
    [InlineData("30", 100)]
    public void Included_units_are_free(string quantity, long minorUnits) =>
        Assert.Equal(minorUnits, Target(new PerUnit("k", Name, "t", "m", 0.05m, 10m), quantity));

    [Theory]
    [InlineData("5", 0)]
    [InlineData("105", 10000)]
    [InlineData("105.5", 10025)]
    [InlineData("1005", 55000)]
    [InlineData("1105", 56000)]
    public void Each_tier_has_its_own_price(string quantity, long minorUnits) => Assert.Equal(
        minorUnits, Target(new GraduatedTiers("k", Name, "t", "m", 5m, [new(100m, 1m), new(1000m, 0.5m), new(null, 0.1m)]), quantity));

    [Theory]
    [InlineData(31, 31, 9900)]
    [InlineData(15, 31, 4790)]
    [InlineData(1, 30, 330)]
    [InlineData(0, 30, 0)]
    public void A_flat_fee_is_shared_out_by_days(int days, int daysInMonth, long minorUnits) =>
        Assert.Equal(minorUnits, Rater.Target(new FlatMonthly("k", Name, "t", 99m), new LineFacts(default, days, daysInMonth), Yuan, MidpointRounding.AwayFromZero));

    [Fact]
    public void Digits_beyond_those_of_a_decimal_are_not_lost()
    {
        // 999999999999.999999999999 × 0.0000000001 + … has 34 significant digits; the half is decided by the last of them.
        Quantity.Read("499999999999.999999999999"u8, out var below);
        Quantity.Read("500000000000"u8, out var half);
        var price = new PerUnit("k", Name, "t", "m", 0.00000000000001m, 0m);
        Assert.Equal(0, Rater.Target(price, new LineFacts(below, 1, 1), Yuan, MidpointRounding.AwayFromZero));
        Assert.Equal(1, Rater.Target(price, new LineFacts(half, 1, 1), Yuan, MidpointRounding.AwayFromZero));
        Assert.Equal(0, Rater.Target(price, new LineFacts(half, 1, 1), Yuan, MidpointRounding.ToEven));
    }

    [Fact]
    public void An_amount_out_of_range_is_parked_instead_of_posted() =>
        Assert.Null(Target(new PerUnit("k", Name, "t", "m", 1_000_000m, 0m), "999999999999"));

    [Property]
    public bool Order_and_splits_of_usage_do_not_change_the_amount(uint[] parts, int seed)
    {
        var price = new GraduatedTiers("k", Name, "t", "m", 0.5m, [new(1m, 0.0123456789m), new(null, 0.0000000001m)]);
        var quantities = parts.Select(p => new Quantity(p / 1000, p % 1000 * 1_000_000_000L)).ToList();
        var split = quantities.SelectMany(q => new[] { new Quantity(q.Units / 2, 0), new Quantity(q.Units - (q.Units / 2), q.Fraction) }).ToArray();
        new Random(seed).Shuffle(split);
        return Sum(price, quantities) == Sum(price, split);
    }

    [Property]
    public bool More_usage_never_costs_less(uint units, uint more)
    {
        var price = new GraduatedTiers("k", Name, "t", "m", 7m, [new(100m, 0.2m), new(null, 0.001m)]);
        return Sum(price, [new Quantity(units, 0)]) <= Sum(price, [new Quantity(units, 0), new Quantity(more, 1)]);
    }

    [Property]
    public bool Rounding_agrees_with_decimals_where_those_suffice(int numerator, byte places)
    {
        var amount = numerator / (decimal)Math.Pow(10, places % 6);
        return new[] { MidpointRounding.AwayFromZero, MidpointRounding.ToEven, MidpointRounding.ToZero, MidpointRounding.ToNegativeInfinity, MidpointRounding.ToPositiveInfinity }
            .All(r => ((Exact)amount).ToMinorUnits(Yuan, r) == Money.Round(amount, Yuan, r).MinorUnits);
    }

    [Theory]
    [InlineData("3000000000")]
    [InlineData("0.3123456789")]
    [InlineData("-18446744073709551615.9999")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("0.0000000000000000000000000001")]
    public void Every_decimal_is_taken_over_exactly(string text)
    {
        var exact = (Exact)decimal.Parse(text, CultureInfo.InvariantCulture);
        var scaled = BigInteger.Parse(text.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        var places = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
        Assert.Equal(scaled * exact.Denominator, exact.Numerator * BigInteger.Pow(10, places));
    }

    private static long? Sum(PriceComponent price, IEnumerable<Quantity> quantities) =>
        Rater.Target(price, new LineFacts(quantities.Aggregate(default(Quantity), (a, b) => a + b), 1, 1), Yuan, MidpointRounding.AwayFromZero);

    private static long? Target(PriceComponent component, string quantity)
    {
        Quantity.Read(Encoding.ASCII.GetBytes(quantity), out var read);
        return Rater.Target(component, new LineFacts(read, 1, 1), Yuan, MidpointRounding.AwayFromZero);
    }
}
