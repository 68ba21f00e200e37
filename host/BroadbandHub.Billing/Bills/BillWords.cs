using System.Globalization;
using BroadbandHub.Sdk;
using static BroadbandHub.Billing.BillingTexts;

namespace BroadbandHub.Billing.Bills;

/// <summary>How pages write what bills are made of.</summary>
internal static class BillWords
{
    /// <summary>October 2026, 2026年10月.</summary>
    public static string Month(DateOnly day) => day.ToString(T["bills.month_format"], CultureInfo.CurrentCulture);

    public static string Month(string month) => Month(DateOnly.ParseExact(month + "-01", "yyyy-MM-dd", CultureInfo.InvariantCulture));

    public static string Percent(decimal rate) => (rate * 100).ToString("0.####", CultureInfo.CurrentCulture) + " %";

    /// <summary>A total in its currency.</summary>
    public static Money Amount(decimal amount, string currency) => Money.Round(amount, Currency.Of(currency), MidpointRounding.ToEven);

    public static string Text(Money money) => $"{money.Currency.Code} {money.ToMajorUnits().ToString("N" + money.Currency.MinorUnits, CultureInfo.CurrentCulture)}";

    /// <summary>An exact quantity with the reader's decimal mark; never by way of floating point.</summary>
    public static string Quantity(string plainDigits) =>
        plainDigits.Length <= 27 && decimal.TryParse(plainDigits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value.ToString("#,0.############", CultureInfo.CurrentCulture)
            : plainDigits;
}
