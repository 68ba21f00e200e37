using BroadbandHub.PluginHost.Contracts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Portal.Plugins;

/// <summary>What every page of one plugin begins with: finding it, or saying that there is none.</summary>
internal static class PluginPageLoad
{
    public static async Task<PluginDetail?> FindOrNotFoundAsync(this IPlugins plugins, string id, HttpContext context, NavigationManager address)
    {
        var found = await plugins.FindAsync(id, context.RequestAborted);
        if (found is null)
        {
            address.NotFound();
        }

        return found;
    }
}
