using BroadbandHub.Billing.Pdf;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests.Pdf;

/// <summary>A bill document with the values that do not matter filled in.</summary>
internal static class SomeBill
{
    public static readonly Currency Cny = Currency.Of("CNY");

    public static BillDocument With(int lines, string customer = "Acme Trading 极致贸易有限公司")
    {
        var month = new BillingPeriod(new(2026, 10, 1), new(2026, 11, 1));
        var all = Enumerable.Range(1, lines).Select(i => new BillDocumentLine(
            new("Network disk", "网络硬盘"),
            i % 3 == 0 ? new("Monthly fee", "月租费") : new($"Storage, meter {i}", $"存储用量 {i}"),
            i % 7 == 0 ? new(new(2026, 9, 1), new(2026, 10, 1)) : month,
            i % 3 == 0 ? null : 1234.5m + i,
            i % 3 == 0 ? null : "GB·h",
            0.06m,
            Money.Of(i % 7 == 0 ? -150 : 10_050 + i, Cny),
            i % 7 == 0)).ToList();
        var net = all.Aggregate(Money.Zero(Cny), (sum, line) => sum + line.Net);
        var tax = Money.Round(net.ToMajorUnits() * 0.06m, Cny, MidpointRounding.AwayFromZero);
        return new(
            "B2026-000042", "BroadbandHub", customer, "ent_01k5x0ykz2e8rvn3j6r8q4m7aw", month, new(2026, 11, 2), new(2026, 12, 2), Cny,
            all, [new(0.06m, net, tax)], net, tax, net + tax);
    }

    /// <summary>A credit note over a part of that bill: negative, and it names the bill.</summary>
    public static BillDocument CreditNote()
    {
        var line = With(1, "Acme").Lines[0] with { Net = Money.Of(-600, Cny) };
        return With(1, "Acme") with
        {
            Number = "C2026-000001", CorrectsNumber = "B2026-000042", Lines = [line], Taxes = [new(0.06m, Money.Of(-600, Cny), Money.Of(-36, Cny))],
            Net = Money.Of(-600, Cny), Tax = Money.Of(-36, Cny), Gross = Money.Of(-636, Cny),
        };
    }
}
