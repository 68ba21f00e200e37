using System.Text.Json.Serialization;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Plans;

internal sealed record TierJson(
    [property: JsonConverter(typeof(ExactNumber))] decimal? UpTo, [property: JsonConverter(typeof(ExactNumber))] decimal? UnitPrice);

/// <summary>A price component as it is written: over HTTP, in the plan's stored document, and by the editor. What each type needs is checked by <see cref="PlanRules"/>.</summary>
internal sealed record ComponentJson(
    string? Type, string? Key, WordsJson? Name, string? TaxCategory,
    [property: JsonConverter(typeof(ExactNumber))] decimal? Amount = null, string? Meter = null,
    [property: JsonConverter(typeof(ExactNumber))] decimal? UnitPrice = null,
    [property: JsonConverter(typeof(ExactNumber))] decimal? Included = null, IReadOnlyList<TierJson?>? Tiers = null)
{
    public const string FlatMonthly = "flatMonthly";
    public const string PerUnit = "perUnit";
    public const string Graduated = "graduated";

    public static ComponentJson Of(PriceComponent component) => component switch
    {
        Contracts.FlatMonthly flat => new(FlatMonthly, flat.Key, WordsJson.Of(flat.Name), flat.TaxCategory, Amount: flat.Amount),
        Contracts.PerUnit unit => new(
            PerUnit, unit.Key, WordsJson.Of(unit.Name), unit.TaxCategory, Meter: unit.MeterKey, UnitPrice: unit.UnitPrice, Included: unit.Included),
        GraduatedTiers tiers => new(
            Graduated, tiers.Key, WordsJson.Of(tiers.Name), tiers.TaxCategory, Meter: tiers.MeterKey, Included: tiers.Included,
            Tiers: [.. tiers.Tiers.Select(t => new TierJson(t.UpTo, t.UnitPrice))]),
        _ => throw new NotSupportedException($"No text form for {component.GetType().Name}."),
    };

    /// <summary>The component, when it is known to be valid.</summary>
    public PriceComponent ToComponent() => Type switch
    {
        FlatMonthly => new Contracts.FlatMonthly(Key!, Name!.ToLocalText(), TaxCategory!, Amount!.Value),
        PerUnit => new Contracts.PerUnit(Key!, Name!.ToLocalText(), TaxCategory!, Meter!, UnitPrice!.Value, Included ?? 0m),
        Graduated => new GraduatedTiers(
            Key!, Name!.ToLocalText(), TaxCategory!, Meter!, Included ?? 0m, [.. Tiers!.Select(t => new PriceTier(t!.UpTo, t.UnitPrice!.Value))]),
        _ => throw new NotSupportedException($"No component of type '{Type}'."),
    };
}

internal sealed record PlanJson(
    PlanVersionId Id, ProductId ProductId, int Number, string State, string Currency, string Rounding, DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt, string Revision, IReadOnlyList<ComponentJson> Components)
{
    public static PlanJson Of(Plan plan) => new(
        plan.Id, plan.ProductId, plan.Number, plan.State switch
        {
            PlanState.Draft => "draft",
            PlanState.Published => "published",
            _ => "retired",
        },
        plan.CurrencyCode, PlanRules.RoundingWord(plan.Rounding), plan.CreatedAt, plan.PublishedAt, plan.Revision, [.. PlanDocument.Read(plan.Components).Select(ComponentJson.Of)]);
}
