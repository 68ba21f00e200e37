using System.Globalization;
using System.Text;
using BroadbandHub.Billing.Rating;

namespace BroadbandHub.Billing.Tests.Rating;

public sealed class QuantityTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("5", "5")]
    [InlineData("0.000000000001", "0.000000000001")]
    [InlineData("2.00000000000", "2")]
    [InlineData("0.00200749000", "0.00200749")]
    [InlineData("1e3", "1000")]
    [InlineData("1.5E-3", "0.0015")]
    [InlineData("12.5e+1", "125")]
    [InlineData("999999999999.999999999999", "999999999999.999999999999")]
    [InlineData("0.1000000000000000", "0.1")]
    [InlineData("-0", "0")]
    [InlineData("0e99", "0")]
    [InlineData("007", "7")]
    public void A_number_is_read_digit_by_digit(string text, string expected)
    {
        Assert.Equal(QuantityError.None, Quantity.Read(Encoding.ASCII.GetBytes(text), out var quantity));
        Assert.Equal(expected, quantity.ToString());
    }

    [Theory]
    [InlineData("", "NotANumber")]
    [InlineData("abc", "NotANumber")]
    [InlineData("1.", "NotANumber")]
    [InlineData(".5", "NotANumber")]
    [InlineData("1e", "NotANumber")]
    [InlineData("1e1e1", "NotANumber")]
    [InlineData("+1", "NotANumber")]
    [InlineData("1 ", "NotANumber")]
    [InlineData("NaN", "NotANumber")]
    [InlineData("-1", "Negative")]
    [InlineData("-0.0000000000001", "Negative")]
    [InlineData("1000000000000", "TooLarge")]
    [InlineData("1e99", "TooLarge")]
    [InlineData("0.0000000000001", "TooManyDecimals")]
    [InlineData("1e-13", "TooManyDecimals")]
    public void What_is_no_quantity_says_why(string text, string error) =>
        Assert.Equal(error, Quantity.Read(Encoding.ASCII.GetBytes(text), out _).ToString());

    [Fact]
    public void Ten_million_tenths_are_a_million_exactly()
    {
        var sum = default(Quantity);
        var tenth = new Quantity(0, Quantity.FractionsPerUnit / 10);
        for (var i = 0; i < 10_000_000; i++)
        {
            sum += tenth;
        }

        Assert.Equal("1000000", sum.ToString());
    }

    [Theory]
    [InlineData("1", 0)]
    [InlineData("1.50", 1)]
    [InlineData("0.000000000001", 12)]
    public void The_scale_ignores_trailing_zeros(string text, int scale)
    {
        Quantity.Read(Encoding.ASCII.GetBytes(text), out var quantity);
        Assert.Equal(scale, quantity.Scale());
        Assert.Equal(decimal.Parse(text, CultureInfo.InvariantCulture), (decimal)quantity.ToExact().Numerator / (decimal)quantity.ToExact().Denominator);
    }
}
