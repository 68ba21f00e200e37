using System.Globalization;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests.Rating;

public sealed class ExactTests
{
    [Theory]
    [InlineData("2147483648")]
    [InlineData("4294967295")]
    [InlineData("0.2500000000")]
    [InlineData("0.4294967295")]
    [InlineData("-9223372036854775808")]
    [InlineData("18446744073709551615")]
    [InlineData("79228162514264337593543950335")]
    [InlineData("-7.9228162514264337593543950335")]
    public void A_decimal_of_any_size_becomes_the_same_fraction(string text)
    {
        var value = decimal.Parse(text, CultureInfo.InvariantCulture);
        Exact exact = value;
        var digits = text.Replace(".", "", StringComparison.Ordinal);
        Assert.Equal(System.Numerics.BigInteger.Parse(digits, CultureInfo.InvariantCulture), exact.Numerator);
        Assert.Equal(System.Numerics.BigInteger.Pow(10, value.Scale), exact.Denominator);
    }

    [Fact]
    public void Ten_decimals_of_a_price_do_not_overflow_the_rating() =>
        Assert.Equal(25L, ((Exact)0.2500000000m * (Exact)1m).ToMinorUnits(Currency.Of("USD"), MidpointRounding.AwayFromZero));
}
