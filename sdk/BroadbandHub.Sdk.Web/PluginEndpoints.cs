using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Sdk.Web;

/// <summary>HTTP endpoints of a plugin. The host reads it; plugins call <see cref="PluginWebExtensions.MapEndpoints"/>.</summary>
/// <param name="Map">Maps the routes; called once per generation, while it is being built.</param>
public sealed record PluginEndpoints(Action<IEndpointRouteBuilder> Map);

/// <summary>Registers portal pieces and endpoints of a plugin.</summary>
public static class PluginWebExtensions
{
    /// <summary>Adds a section of the portal.</summary>
    public static IPluginSetup AddSection(this IPluginSetup setup, PortalSection section)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Contribute(section);
    }

    /// <summary>Adds a widget to an audience's start page.</summary>
    public static IPluginSetup AddWidget(this IPluginSetup setup, PortalWidget widget)
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Contribute(widget);
    }

    /// <summary>
    /// Maps HTTP endpoints below <c>/plugins/{plugin id}/</c>; routes are given relative to it. Denied by default: an endpoint that says neither
    /// <c>RequireAuthorization(…)</c> (with a permission as policy name, or none for any signed-in person) nor <c>AllowAnonymous()</c> answers
    /// 403 to everybody. Handlers run in a scope of the plugin: parameters and <c>RequestServices</c> give the plugin's services. While the plugin drains,
    /// running requests finish; afterwards the routes answer 404. Exceptions become a 500 with problem+json and are counted as the plugin's.
    /// </summary>
    public static IPluginSetup MapEndpoints(this IPluginSetup setup, Action<IEndpointRouteBuilder> map)
    {
        ArgumentNullException.ThrowIfNull(setup);
        ArgumentNullException.ThrowIfNull(map);
        return setup.Contribute(new PluginEndpoints(map));
    }
}
