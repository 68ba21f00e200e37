using BroadbandHub.Sdk.Web.Components;

namespace BroadbandHub.Identity.Organisations;

/// <summary>By what lists of organisations can be sorted.</summary>
internal static class OrganisationOrder
{
    public static ListSort Read(string? asked) => ListSort.Read(asked, "name", "name", "since");

    // Names are unique, so they settle what came at the same moment.
    public static IQueryable<T> Sort<T>(IQueryable<T> organisations, ListSort sort)
        where T : class, IOrganisation => sort switch
    {
        { Key: "since", Descending: false } => organisations.OrderBy(o => o.CreatedAt).ThenBy(o => o.SearchName),
        { Key: "since" } => organisations.OrderByDescending(o => o.CreatedAt).ThenBy(o => o.SearchName),
        { Descending: true } => organisations.OrderByDescending(o => o.SearchName),
        _ => organisations.OrderBy(o => o.SearchName),
    };
}
