using System.Globalization;
using FsCheck.Xunit;

namespace BroadbandHub.Sdk.Tests;

public sealed class MoneyTests
{
    private static readonly Currency Yuan = Currency.Of("CNY");

    [Theory]
    [InlineData("0.005", "CNY", MidpointRounding.AwayFromZero, 1)]
    [InlineData("0.005", "CNY", MidpointRounding.ToEven, 0)]
    [InlineData("0.015", "CNY", MidpointRounding.ToEven, 2)]
    [InlineData("-0.005", "CNY", MidpointRounding.AwayFromZero, -1)]
    [InlineData("0.0049999999999999999999999", "CNY", MidpointRounding.AwayFromZero, 0)]
    [InlineData("0.5", "JPY", MidpointRounding.AwayFromZero, 1)]
    [InlineData("1.2345", "KWD", MidpointRounding.AwayFromZero, 1235)]
    [InlineData("1.23455", "CLF", MidpointRounding.AwayFromZero, 12346)]
    public void Rounding_goes_to_the_currency_s_smallest_unit(string amount, string currency, MidpointRounding rounding, long minorUnits) =>
        Assert.Equal(minorUnits, Money.Round(decimal.Parse(amount, CultureInfo.InvariantCulture), Currency.Of(currency), rounding).MinorUnits);

    [Fact]
    public void An_amount_that_does_not_fit_is_refused_loudly() =>
        Assert.Throws<OverflowException>(() => Money.Round(1e18m, Yuan, MidpointRounding.AwayFromZero));

    [Fact]
    public void Adding_beyond_the_limit_is_refused_loudly() =>
        Assert.Throws<OverflowException>(() => Money.Of(long.MaxValue, Yuan) + Money.Of(1, Yuan));

    [Fact]
    public void Amounts_of_two_currencies_cannot_be_combined()
    {
        var (yuan, dollar) = (Money.Of(1, Yuan), Money.Of(1, Currency.Of("USD")));
        Assert.Throws<InvalidOperationException>(() => yuan + dollar);
        Assert.Throws<InvalidOperationException>(() => yuan - dollar);
        Assert.Throws<InvalidOperationException>(() => yuan < dollar);
        Assert.NotEqual(yuan, dollar);
    }

    [Theory]
    [InlineData("CNY", 2316, "CNY 23.16")]
    [InlineData("CNY", -5, "CNY -0.05")]
    [InlineData("JPY", 100, "JPY 100")]
    [InlineData("KWD", 1, "KWD 0.001")]
    public void Its_text_shows_the_currency_and_all_its_decimals(string currency, long minorUnits, string text) =>
        Assert.Equal(text, Money.Of(minorUnits, Currency.Of(currency)).ToString());

    [Fact]
    public void A_third_of_a_fen_goes_to_the_first()
    {
        var parts = Money.Of(100, Yuan).Allocate([1, 1, 1]);
        Assert.Equal([34L, 33L, 33L], parts.Select(p => p.MinorUnits));
    }

    [Fact]
    public void A_part_with_no_weight_gets_nothing()
    {
        var parts = Money.Of(5, Yuan).Allocate([0, 1, 1]);
        Assert.Equal([0L, 3L, 2L], parts.Select(p => p.MinorUnits));
    }

    [Property]
    public bool Parts_always_add_up_to_the_whole(int minorUnits, FsCheck.NonEmptyArray<FsCheck.NonNegativeInt> weights)
    {
        var given = weights.Get.Select(w => (decimal)w.Get).ToList();
        return given.All(w => w == 0) || Money.Of(minorUnits, Yuan).Allocate(given).Sum(p => p.MinorUnits) == minorUnits;
    }

    [Property]
    public bool A_part_is_never_a_unit_or_more_off_its_share(int minorUnits, FsCheck.NonEmptyArray<FsCheck.NonNegativeInt> weights)
    {
        var given = weights.Get.Select(w => (decimal)w.Get).ToList();
        if (given.All(w => w == 0))
        {
            return true;
        }

        var parts = Money.Of(minorUnits, Yuan).Allocate(given);
        return parts.Select((p, i) => Math.Abs(p.MinorUnits - (minorUnits * given[i] / given.Sum()))).All(off => off < 1.000001m);
    }

    [Property]
    public bool Minor_and_major_units_are_the_same_amount(int minorUnits) =>
        Money.Round(Money.Of(minorUnits, Yuan).ToMajorUnits(), Yuan, MidpointRounding.ToEven).MinorUnits == minorUnits;

    [Fact]
    public void A_rate_far_below_the_smallest_unit_keeps_all_its_digits() =>
        Assert.Equal(0.0000008m, new Rate(0.0000004m, Currency.Of("USD")).Of(2m));
}
