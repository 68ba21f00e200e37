namespace BroadbandHub.Sdk.Web;

/// <summary>
/// A section of the portal: an entry in one audience's navigation with pages behind it. The pages of a plugin live under
/// <c>/s/{plugin id}/{path}</c>; the host renders the component whose path matches, in its own layout, as static server-side HTML.
/// </summary>
/// <param name="Key">Unique inside the plugin; lower-case letters, digits and hyphens.</param>
/// <param name="Audience">In whose navigation it stands; people of other audiences get 404.</param>
/// <param name="Title">The word in the navigation.</param>
/// <param name="Icon">A Material Symbols name, such as <c>newspaper</c>.</param>
/// <param name="Pages">Its pages; the first one is where the navigation leads.</param>
/// <param name="Permission">The permission that is needed beside the audience, or null. Declared under <c>permissions</c> in the manifest.</param>
/// <param name="Order">Where it stands among others of its audience; lower comes first, 100 is usual.</param>
public sealed record PortalSection(
    string Key, Audience Audience, LocalText Title, string Icon, IReadOnlyList<PortalPage> Pages, string? Permission = null, int Order = 100);

/// <summary>A page of a section.</summary>
/// <param name="Path">Below <c>/s/{plugin id}/</c>, without a leading slash; may hold parameters such as <c>articles/{id}</c>, which are set on the component as string parameters of that name.</param>
/// <param name="Component">A Razor component. It must not carry <c>@page</c> or a render mode of its own. Plain <c>@inject</c> gives the plugin's services.</param>
public sealed record PortalPage(string Path, Type Component);
