using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Contracts;

public enum PlanState
{
    Draft,
    Published,
    Retired,
}

/// <summary>One version of a product's price plan. Immutable once published, so it may be cached for ever.</summary>
public sealed record PlanVersion(
    PlanVersionId Id, ProductId ProductId, int Number, string CurrencyCode, MidpointRounding Rounding, IReadOnlyList<PriceComponent> Components, PlanState State);

/// <summary>One line of a price plan. The key is unique inside the plan and part of the ledger's line key.</summary>
public abstract record PriceComponent(string Key, LocalText Name, string TaxCategory);

/// <summary>A fixed amount a month, in major units; prorated by days when the service covers a part of the month.</summary>
public sealed record FlatMonthly(string Key, LocalText Name, string TaxCategory, decimal Amount) : PriceComponent(Key, Name, TaxCategory);

/// <summary>A price per unit of a meter; the first <paramref name="Included"/> units of a month are free.</summary>
public sealed record PerUnit(string Key, LocalText Name, string TaxCategory, string MeterKey, decimal UnitPrice, decimal Included)
    : PriceComponent(Key, Name, TaxCategory);

/// <summary>Each tier's units at that tier's price; the first <paramref name="Included"/> units of a month are free and count in no tier.</summary>
public sealed record GraduatedTiers(string Key, LocalText Name, string TaxCategory, string MeterKey, decimal Included, IReadOnlyList<PriceTier> Tiers)
    : PriceComponent(Key, Name, TaxCategory);

/// <summary>A tier: up to how many units of the month (inclusive, null for the last), and the price of a unit inside it.</summary>
public sealed record PriceTier(decimal? UpTo, decimal UnitPrice);
