using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Rating;

/// <summary>What an amount depends on beside the price: the sum of the usage, and how much of the month the service covers.</summary>
internal readonly record struct LineFacts(Quantity Quantity, int Days, int DaysInMonth);

/// <summary>
/// The one place where a price meets facts: a pure function. Its version is pinned in each line key; when a formula changes, the old one stays beside it
/// under its number, so that history does not move.
/// </summary>
internal static class Rater
{
    public const int Version = 1;

    /// <summary>The most that one line may come to, in minor units; leaves room for thousands of such lines in a 64-bit balance.</summary>
    public const long MaxMinorUnits = 1_000_000_000_000_000;

    /// <summary>round(f(facts)) in minor units; null when it is out of range, and then the line is parked.</summary>
    public static long? Target(PriceComponent component, LineFacts facts, Currency currency, MidpointRounding rounding, int version = Version) => version switch
    {
        1 => Amount(component, facts).ToMinorUnits(currency, rounding),
        _ => throw new NotSupportedException($"This hub does not know rater version {version}."),
    };

    /// <summary>f(facts): the exact amount in major units.</summary>
    public static Exact Amount(PriceComponent component, LineFacts facts) => component switch
    {
        FlatMonthly flat => flat.Amount * Exact.Ratio(facts.Days, facts.DaysInMonth),
        PerUnit unit => Beyond(facts.Quantity, unit.Included) * unit.UnitPrice,
        GraduatedTiers tiers => Graduated(Beyond(facts.Quantity, tiers.Included), tiers.Tiers),
        _ => throw new NotSupportedException($"Rater version {Version} has no formula for {component.GetType().Name}."),
    };

    /// <summary>The meter that a component prices, or null.</summary>
    public static string? MeterOf(PriceComponent component) => component switch
    {
        PerUnit unit => unit.MeterKey,
        GraduatedTiers tiers => tiers.MeterKey,
        _ => null,
    };

    private static Exact Beyond(Quantity quantity, decimal included) => Exact.Max(quantity.ToExact() - included, Exact.Zero);

    private static Exact Graduated(Exact quantity, IReadOnlyList<PriceTier> tiers)
    {
        var amount = Exact.Zero;
        var from = Exact.Zero;
        foreach (var tier in tiers)
        {
            var to = tier.UpTo is { } limit ? Exact.Min(quantity, limit) : quantity;
            if (to > from)
            {
                amount += (to - from) * tier.UnitPrice;
                from = to;
            }
        }

        return amount;
    }
}
