using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Plans;

/// <summary>A plan as somebody wrote it.</summary>
internal sealed record PlanInput(string? Currency, string? Rounding, IReadOnlyList<ComponentJson?>? Components);

/// <summary>A plan that keeps all rules.</summary>
internal sealed record ValidPlan(string CurrencyCode, MidpointRounding Rounding, IReadOnlyList<PriceComponent> Components);

/// <summary>What a price plan must keep. Pure: the meters and tax categories that exist are given.</summary>
internal static class PlanRules
{
    public const int MostComponents = 500;

    public static string RoundingWord(MidpointRounding rounding) => rounding == MidpointRounding.ToEven ? "toEven" : "awayFromZero";

    /// <summary>The plan, or everything that is wrong with it, in reading order.</summary>
    public static (ValidPlan? Plan, IReadOnlyList<HubError> Errors) Check(PlanInput input, IReadOnlySet<string> meters, IReadOnlySet<string> taxCategories)
    {
        var errors = new List<HubError>();
        if (!Currency.TryFind(input.Currency, out var currency))
        {
            errors.Add(HubError.Invalid("plan.unknown_currency", "Give a currency code of ISO 4217, such as CNY.", "currency"));
        }

        MidpointRounding? rounding = input.Rounding switch
        {
            null or "awayFromZero" => MidpointRounding.AwayFromZero,
            "toEven" => MidpointRounding.ToEven,
            _ => null,
        };
        if (rounding is null)
        {
            errors.Add(HubError.Invalid("plan.bad_rounding", "Rounding is 'awayFromZero' or 'toEven'.", "rounding"));
        }

        var components = input.Components ?? [];
        if (components.Count is 0 or > MostComponents)
        {
            errors.Add(HubError.Invalid(
                components.Count == 0 ? "plan.no_components" : "plan.too_many_components",
                $"A price plan has 1 to {MostComponents} components; this one has {components.Count}.", "components"));
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < Math.Min(components.Count, MostComponents); i++)
        {
            new ComponentRules($"components[{i}]", meters, taxCategories, errors).Check(components[i], keys);
        }

        return errors.Count > 0
            ? (null, errors)
            : (new ValidPlan(currency!.Code, rounding!.Value, [.. components.Select(c => (c! with { Name = Trimmed(c.Name) }).ToComponent())]), errors);
    }

    private static WordsJson? Trimmed(WordsJson? name) => name is null ? null : WordsJson.Of(name.ToLocalText());
}

/// <summary>The rules of one component; refusals carry the path of the field.</summary>
internal readonly struct ComponentRules(string path, IReadOnlySet<string> meters, IReadOnlySet<string> taxCategories, List<HubError> errors)
{
    public const int MostTiers = 100;
    public const int MostDecimals = 12;
    public const decimal MostPrice = 1_000_000_000_000m;
    public const decimal MostQuantity = 1_000_000_000_000_000m;

    public void Check(ComponentJson? component, HashSet<string> keys)
    {
        if (component is null)
        {
            Refuse("plan.unknown_type", "A component is missing.", "");
            return;
        }

        if (!DescriptorRules.IsMeterKey(component.Key))
        {
            Refuse("plan.bad_key", $"The key is 1 to {DescriptorRules.MostMeterKey} letters, digits, dots, hyphens and underscores.", ".key");
        }
        else if (!keys.Add(component.Key!))
        {
            Refuse("plan.duplicate_key", $"Another component has the key '{component.Key}' already.", ".key");
        }

        if (WordsJson.Check(component.Name, path + ".name", DescriptorRules.MostName) is { } name)
        {
            errors.Add(name);
        }

        if (component.TaxCategory is null || !taxCategories.Contains(component.TaxCategory))
        {
            Refuse("plan.unknown_tax_category", $"Give a tax category: {string.Join(", ", taxCategories.Order(StringComparer.Ordinal))}.", ".taxCategory");
        }

        CheckType(component);
    }

    private void CheckType(ComponentJson component)
    {
        switch (component.Type)
        {
            case ComponentJson.FlatMonthly:
                Price(component.Amount, ".amount");
                Unexpected(component, component.Meter is not null, ".meter");
                Unexpected(component, component.UnitPrice is not null, ".unitPrice");
                Unexpected(component, component.Included is not null, ".included");
                Unexpected(component, component.Tiers is not null, ".tiers");
                break;
            case ComponentJson.PerUnit:
                Meter(component.Meter);
                Price(component.UnitPrice, ".unitPrice");
                Included(component.Included);
                Unexpected(component, component.Amount is not null, ".amount");
                Unexpected(component, component.Tiers is not null, ".tiers");
                break;
            case ComponentJson.Graduated:
                Meter(component.Meter);
                Included(component.Included);
                Tiers(component.Tiers);
                Unexpected(component, component.Amount is not null, ".amount");
                Unexpected(component, component.UnitPrice is not null, ".unitPrice");
                break;
            default:
                Refuse("plan.unknown_type", "The type is 'flatMonthly', 'perUnit' or 'graduated'.", ".type");
                break;
        }
    }

    private void Tiers(IReadOnlyList<TierJson?>? tiers)
    {
        if (tiers is null || tiers.Count is 0 or > MostTiers)
        {
            Refuse("plan.bad_tiers", $"Give 1 to {MostTiers} tiers.", ".tiers");
            return;
        }

        var from = 0m;
        for (var i = 0; i < tiers.Count; i++)
        {
            var last = i == tiers.Count - 1;
            Price(tiers[i]?.UnitPrice, $".tiers[{i}].unitPrice");
            switch (tiers[i]?.UpTo)
            {
                case null when last:
                    break;
                case null:
                    Refuse("plan.bad_tiers", "Only the last tier is open; give this one an upper limit.", $".tiers[{i}].upTo");
                    break;
                case not null when last:
                    Refuse("plan.bad_tiers", "The last tier is open: leave its upper limit out, so that every quantity has a price.", $".tiers[{i}].upTo");
                    break;
                case { } upTo when upTo <= from || upTo > MostQuantity || Decimals(upTo) > MostDecimals:
                    Refuse("plan.bad_tiers", $"The upper limit must be above {from:0.############} and have at most {MostDecimals} decimals.", $".tiers[{i}].upTo");
                    break;
                case { } upTo:
                    from = upTo;
                    break;
            }
        }
    }

    private void Meter(string? meter)
    {
        if (meter is null || !meters.Contains(meter))
        {
            Refuse("plan.unknown_meter", "The application has no such meter. Register it first.", ".meter");
        }
    }

    private void Price(decimal? price, string field)
    {
        if (price is null or < 0m or > MostPrice || Decimals(price.Value) > MostDecimals)
        {
            Refuse("plan.bad_price", $"The price is a number from 0 to {MostPrice:0} with at most {MostDecimals} decimals.", field);
        }
    }

    private void Included(decimal? included)
    {
        if (included is < 0m or > MostQuantity || (included is { } some && Decimals(some) > MostDecimals))
        {
            Refuse("plan.bad_quantity", $"The included quantity is 0 or more, with at most {MostDecimals} decimals.", ".included");
        }
    }

    private void Unexpected(ComponentJson component, bool given, string field)
    {
        if (given)
        {
            Refuse("plan.unexpected_field", $"A component of type '{component.Type}' has no such field.", field);
        }
    }

    private void Refuse(string code, string message, string field) => errors.Add(HubError.Invalid(code, message, path + field));

    /// <summary>How many decimals a number needs, trailing zeros aside.</summary>
    private static int Decimals(decimal value)
    {
        var decimals = 0;
        for (var rest = value; rest != decimal.Truncate(rest); decimals++)
        {
            if (decimals > MostDecimals)
            {
                break;
            }

            rest = (rest - decimal.Truncate(rest)) * 10m;
        }

        return decimals;
    }
}
