using System.Reflection;
using Microsoft.AspNetCore.Components.RenderTree;
using Microsoft.AspNetCore.Http.HttpResults;

namespace BroadbandHub.PluginHost.Http;

/// <summary>
/// The request's renderer creates components from the provider it was made with, the host's. While a plugin's page is rendered it creates them from
/// the plugin's, so that plain <c>@inject</c> works. The renderer itself stays the host's: cascading values, forms and antiforgery belong to it. This reaches
/// into the framework; the page tests guard it.
/// </summary>
internal static class RendererServices
{
    private static readonly Type RendererType =
        typeof(RazorComponentResult).Assembly.GetType("Microsoft.AspNetCore.Components.Endpoints.EndpointHtmlRenderer", throwOnError: true)!;

    private static readonly FieldInfo Field =
        typeof(Renderer).GetField("_serviceProvider", BindingFlags.Instance | BindingFlags.NonPublic)
        ?? throw new MissingFieldException(nameof(Renderer), "_serviceProvider");

    /// <summary>Puts the provider in place and answers how to put the former one back; null when this host renders no pages.</summary>
    public static Action? Replace(IServiceProvider request, IServiceProvider services)
    {
        if (request.GetService(RendererType) is not { } renderer)
        {
            return null;
        }

        var before = Field.GetValue(renderer);
        Field.SetValue(renderer, services);
        return () => Field.SetValue(renderer, before);
    }
}
