using System.Text.Json;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Plans;

internal enum Difference
{
    OnlySaved,
    OnlyTyped,
    Changed,
}

/// <summary>How what somebody else has saved differs from what was typed: by component, for people to read.</summary>
internal static class PlanDifferences
{
    public static IReadOnlyList<(LocalText Name, Difference Kind)> Between(PlanJson saved, PlanInput typed)
    {
        var mine = (typed.Components ?? []).OfType<ComponentJson>().ToLookup(c => c.Key ?? "", StringComparer.Ordinal);
        var theirs = saved.Components.ToLookup(c => c.Key ?? "", StringComparer.Ordinal);
        return
        [
            .. saved.Components.Where(c => !mine.Contains(c.Key ?? "")).Select(c => (NameOf(c), Difference.OnlySaved)),
            .. saved.Components.Where(c => mine[c.Key ?? ""].FirstOrDefault() is { } other && Text(c) != Text(other)).Select(c => (NameOf(c), Difference.Changed)),
            .. mine.Where(g => !theirs.Contains(g.Key)).Select(g => (NameOf(g.First()), Difference.OnlyTyped)),
        ];
    }

    private static LocalText NameOf(ComponentJson component) => new(component.Name?.En ?? component.Key ?? "–", component.Name?.Zh);

    // Nothing included is written as 0 or left out.
    private static string Text(ComponentJson component) => JsonSerializer.Serialize(component with { Included = component.Included is 0m ? null : component.Included });
}
