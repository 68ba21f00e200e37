using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Sdk;
using static BroadbandHub.Catalog.CatalogTexts;

namespace BroadbandHub.Catalog.Pages;

/// <summary>The plan editor's form: what was typed, the buttons that change its shape, and what is wrong with it when it is saved.</summary>
internal sealed class PlanForm : IValidatableObject
{
    public string? Currency { get; set; } = "CNY";

    public string? Rounding { get; set; } = "awayFromZero";

    // What the form did not post arrives as null.
    public List<ComponentFields.Input> Components { get; set => field = value ?? []; } = [];

    /// <summary>The draft that the editor began with.</summary>
    public string? Revision { get; set; }

    /// <summary>The button that was pressed; none for "save".</summary>
    public string? Do { get; set; }

    internal Func<PlanInput, IReadOnlyList<HubError>> Check { get; set; } = _ => [];

    /// <summary>Begins with the draft itself, or with the newest version as a template.</summary>
    internal static PlanForm Of(PlanJson? plan) => plan is null
        ? new PlanForm()
        : new PlanForm { Currency = plan.Currency, Rounding = plan.Rounding, Components = [.. plan.Components.Select(Of)], Revision = plan.Revision };

    /// <summary>Does what a button says; false when there was none and the plan is to be saved.</summary>
    internal bool Change()
    {
        var words = Do?.Split(' ') ?? [];
        Do = null;
        switch (words)
        {
            case ["add", var type] when Components.Count < PlanRules.MostComponents:
                Components.Add(new() { Type = type, Key = NextKey(), TaxCategory = "standard", Tiers = type == ComponentJson.Graduated ? [new(), new()] : [] });
                return true;
            case ["remove", var index] when At(index) is { } component:
                Components.Remove(component);
                return true;
            case ["add-tier", var index] when At(index) is { } component && component.Tiers.Count < ComponentRules.MostTiers:
                component.Tiers.Insert(Math.Max(0, component.Tiers.Count - 1), new());
                return true;
            case ["remove-tier", var index, var tier] when At(index) is { } component && Index(tier) is { } t && t < component.Tiers.Count:
                component.Tiers.RemoveAt(t);
                return true;
            default:
                return words.Length > 0;
        }
    }

    internal PlanInput ToInput() => new(Currency, Rounding, [.. Components.Select(ToJson)]);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Do))
        {
            yield break;
        }

        var unreadable = Numbers().Where(n => !string.IsNullOrWhiteSpace(n.Text) && Parse(n.Text) is null).Select(n => n.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var path in unreadable)
        {
            yield return new ValidationResult(Where(path) + T["plan.not_a_number"], [path]);
        }

        foreach (var error in Check(ToInput()).Where(e => !unreadable.Contains(e.Field ?? "")))
        {
            var words = T.All(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName).GetValueOrDefault("error." + error.Code) ?? error.Message;
            yield return new ValidationResult(Where(error.Field ?? "") + words, [error.Field ?? ""]);
        }
    }

    /// <summary>Which component: the summary of a long form names fields that all components have.</summary>
    private static string Where(string path) =>
        path.StartsWith("components[", StringComparison.Ordinal) && Index(path[11..path.IndexOf(']', StringComparison.Ordinal)]) is { } index
            ? T["component.nth", index + 1]
            : "";

    private IEnumerable<(string Path, string? Text)> Numbers()
    {
        for (var i = 0; i < Components.Count; i++)
        {
            yield return ($"components[{i}].amount", Components[i].Amount);
            yield return ($"components[{i}].unitPrice", Components[i].UnitPrice);
            yield return ($"components[{i}].included", Components[i].Included);
            for (var t = 0; t < Components[i].Tiers.Count; t++)
            {
                yield return ($"components[{i}].tiers[{t}].upTo", Components[i].Tiers[t].UpTo);
                yield return ($"components[{i}].tiers[{t}].unitPrice", Components[i].Tiers[t].UnitPrice);
            }
        }
    }

    private static ComponentFields.Input Of(ComponentJson component) => new()
    {
        Type = component.Type,
        Key = component.Key,
        Name = new() { En = component.Name?.En, Zh = component.Name?.Zh },
        TaxCategory = component.TaxCategory,
        Amount = Shown(component.Amount),
        Meter = component.Meter,
        UnitPrice = Shown(component.UnitPrice),
        Included = Shown(component.Included is 0m ? null : component.Included),
        Tiers = [.. (component.Tiers ?? []).Select(t => new ComponentFields.Tier { UpTo = Shown(t!.UpTo), UnitPrice = Shown(t.UnitPrice) })],
    };

    private static ComponentJson ToJson(ComponentFields.Input c) => new(
        c.Type, c.Key?.Trim(), new WordsJson(c.Name.En, c.Name.Zh), c.TaxCategory, Parse(c.Amount), string.IsNullOrEmpty(c.Meter) ? null : c.Meter,
        Parse(c.UnitPrice), Parse(c.Included), c.Type == ComponentJson.Graduated ? [.. c.Tiers.Select(t => new TierJson(Parse(t.UpTo), Parse(t.UnitPrice)))] : null);

    private string NextKey() => Enumerable.Range(1, int.MaxValue).Select(n => $"c{n}").First(key => Components.TrueForAll(c => c.Key != key));

    private ComponentFields.Input? At(string index) => Index(index) is { } i && i < Components.Count ? Components[i] : null;

    private static int? Index(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : null;

    private static string? Shown(decimal? value) => value?.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>Digits with a point, as prices are written in both languages; a comma is not guessed at.</summary>
    private static decimal? Parse(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var value) ? value : null;
}
