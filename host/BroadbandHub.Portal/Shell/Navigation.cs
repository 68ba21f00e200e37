using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Shell;

internal sealed record NavigationLink(string Title, string Icon, string Href);

internal sealed record NavigationGroup(string Title, IReadOnlyList<NavigationLink> Links);

/// <summary>What stands in the left column for this viewer: entries of host modules and sections of running plugins, by group.</summary>
internal sealed class Navigation(IEnumerable<NavigationItem> items, IPluginContributions plugins, IViewer viewer)
{
    private static readonly LocalText PluginGroup = new("Add-ons", "扩展");
    private static readonly LocalText PublicGroup = new("For everyone", "公开栏目");

    public IReadOnlyList<NavigationGroup> Groups(Audience audience)
    {
        var all = items
            .Where(i => i.Audience == audience && Allowed(i.Permission))
            .Select(i => (i.Group, Rank: 0, i.Order, Link: new NavigationLink(i.Title.ToString(), i.Icon, i.Href)))
            .Concat(Sections(audience, PluginGroup, 1));
        if (audience != Audience.Public)
        {
            all = all.Concat(Sections(Audience.Public, PublicGroup, 2));
        }

        // Groups stand in the order of their first entry, the plugins' own ones last.
        return [.. all
            .GroupBy(i => i.Group)
            .OrderBy(g => g.Min(i => i.Rank)).ThenBy(g => g.Min(i => i.Order)).ThenBy(g => g.Key.English, StringComparer.Ordinal)
            .Select(g => new NavigationGroup(
                g.Key.ToString(),
                [.. g.OrderBy(i => i.Order).ThenBy(i => i.Link.Title, StringComparer.CurrentCulture).Select(i => i.Link)]))];
    }

    public IReadOnlyList<NavigationLink> PublicLinks() => [.. Groups(Audience.Public).SelectMany(g => g.Links)];

    private IEnumerable<(LocalText Group, int Rank, int Order, NavigationLink Link)> Sections(Audience audience, LocalText group, int rank) =>
        plugins.Sections
            .Where(s => s.Audience == audience && Allowed(s.Permission))
            .Select(s => (group, rank, s.Order, new NavigationLink(s.Title.ToString(), s.Icon, s.Href)));

    private bool Allowed(string? permission) => permission is null || viewer.Can(permission);
}
