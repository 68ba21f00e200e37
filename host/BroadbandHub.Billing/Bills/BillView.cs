using System.Globalization;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Bills;

/// <summary>A bill as the API and the pages show it. Amounts are in major units and never negative; the kind says which way.</summary>
internal sealed record BillView(
    BillId Id, string? Number, BillKind Kind, BillState State, EnterpriseId EnterpriseId, string? CustomerName, string Month, DateOnly PeriodStart, DateOnly PeriodEnd,
    string Currency, decimal Net, decimal Tax, decimal Gross, DateOnly? IssuedOn, DateOnly? DueOn, BillRunId RunId, BillId? CorrectsBillId)
{
    /// <summary>An amount of this bill for a page; a credit note's is negative.</summary>
    public Money Shown(decimal amount) =>
        Money.Round(Kind == BillKind.Invoice ? amount : -amount, BroadbandHub.Sdk.Currency.Of(Currency), MidpointRounding.ToEven);

    public static BillView Of(Bill bill)
    {
        var currency = BroadbandHub.Sdk.Currency.Of(bill.Currency);
        return new(
            bill.Id, bill.Number, bill.Kind, bill.State, bill.EnterpriseId, bill.CustomerName, BillingClock.MonthText(bill.Month), bill.PeriodStart, bill.PeriodEnd, bill.Currency,
            Money.Of(bill.Net, currency).ToMajorUnits(), Money.Of(bill.Tax, currency).ToMajorUnits(), Money.Of(bill.Gross, currency).ToMajorUnits(), bill.IssuedOn, bill.DueOn,
            bill.RunId, bill.CorrectsBillId);
    }
}

/// <summary>A name in both languages, as the API writes it.</summary>
internal sealed record Words(string En, string Zh)
{
    public override string ToString() => new LocalText(En, Zh).In(CultureInfo.CurrentUICulture);
}

/// <summary>A line. Its usage is what the consumption record lists for the same subscription, meter and days.</summary>
/// <param name="Quantity">Plain digits, exact; null for what is not measured.</param>
/// <param name="IsCorrection">It was billed before: this is the difference.</param>
internal sealed record BillLineView(
    int Ordinal, LineKeyId LineKeyId, SubscriptionId SubscriptionId, ProductId ProductId, Words Product, Words Text, string ComponentKey, string? Meter, string? Quantity, string? Unit,
    DateOnly ServiceStart, DateOnly ServiceEnd, string TaxCategory, decimal TaxRate, decimal Net, bool IsCorrection)
{
    public static BillLineView Of(BillLine line, Currency currency) => new(
        line.Ordinal, line.LineKeyId, line.SubscriptionId, line.ProductId, new(line.ProductEn, line.ProductZh), new(line.TextEn, line.TextZh), line.ComponentKey, line.MeterKey,
        line.MeterKey is null ? null : new Rating.Quantity(line.QuantityUnits, line.QuantityFraction).ToString(), line.Unit, line.ServiceStart, line.ServiceEnd, line.TaxCategory,
        line.TaxRate / 1.000000000000000000000000000m, Money.Of(line.Amount, currency).ToMajorUnits(), line.FromRevision > 0);
}

internal sealed record BillTaxView(string TaxCategory, decimal Rate, decimal Net, decimal Tax)
{
    public static BillTaxView Of(BillTax tax, Currency currency) => new(
        tax.TaxCategory, tax.Rate / 1.000000000000000000000000000m, Money.Of(tax.Net, currency).ToMajorUnits(), Money.Of(tax.Tax, currency).ToMajorUnits());
}

internal sealed record BillDetail(BillView Bill, IReadOnlyList<BillLineView> Lines, IReadOnlyList<BillTaxView> Taxes, string? CorrectsNumber, IReadOnlyList<BillView> CreditNotes);
