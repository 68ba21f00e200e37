namespace BroadbandHub.Sdk.Tests;

public sealed class CurrencyTests
{
    [Theory]
    [InlineData("CNY", 156, 2)]
    [InlineData("USD", 840, 2)]
    [InlineData("JPY", 392, 0)]
    [InlineData("KWD", 414, 3)]
    [InlineData("CLF", 990, 4)]
    public void Currencies_have_their_iso_numbers_and_minor_units(string code, int number, int minorUnits)
    {
        var currency = Currency.Of(code);
        Assert.Equal((number, minorUnits), (currency.Number, currency.MinorUnits));
    }

    [Theory]
    [InlineData("cny")]
    [InlineData("XAU")]
    [InlineData("")]
    [InlineData(null)]
    public void What_is_no_currency_is_not_found(string? code)
    {
        Assert.False(Currency.TryFind(code, out _));
        Assert.Throws<FormatException>(() => Currency.Of(code ?? ""));
    }

    [Fact]
    public void Codes_and_numbers_are_unique_and_well_formed()
    {
        Assert.True(Currency.All.Count > 150);
        Assert.Distinct(Currency.All.Select(c => c.Code));
        Assert.Distinct(Currency.All.Select(c => c.Number));
        Assert.All(Currency.All, c => Assert.Matches("^[A-Z]{3}$", c.Code));
        Assert.All(Currency.All, c => Assert.InRange(c.MinorUnits, 0, 4));
    }
}
