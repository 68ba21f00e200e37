using BroadbandHub.Sdk;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Something that the search box finds. Scoped; implemented by modules, each answers only what the current user may see.</summary>
public interface ISearchSource
{
    /// <summary>Finds by words or by an id. The words are trimmed, not empty and at most 100 characters.</summary>
    Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken);
}

/// <param name="Kind">What it is: enterprise, bill…</param>
/// <param name="Icon">A Material Symbols name.</param>
public sealed record SearchHit(LocalText Kind, string Icon, string Title, string? Detail, string Href);
