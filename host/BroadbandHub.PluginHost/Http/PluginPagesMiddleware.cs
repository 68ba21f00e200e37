using BroadbandHub.PluginHost.Contracts;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.PluginHost.Http;

/// <summary>
/// Opens the plugin's page for requests below <c>/s/{plugin}/</c>, makes the plugin's services the request's while the endpoint renders it, and gives
/// it back when the response is complete. A request for no page goes on as it is, and the shell says "not found".
/// </summary>
internal sealed class PluginPagesMiddleware(RequestDelegate next, IPluginPages pages)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments("/s", out var rest) || rest.Value is not { Length: > 1 } value)
        {
            await next(context);
            return;
        }

        var slash = value.IndexOf('/', 1);
        var (pluginId, path) = slash < 0 ? (value[1..], "") : (value[1..slash], value[(slash + 1)..]);
        await using var page = pages.Open(pluginId, path, context.RequestServices, out var busy);
        if (page is null)
        {
            if (busy is not null)
            {
                context.Features.Set(busy);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "5";
            }

            await next(context);
            return;
        }

        var before = context.RequestServices;
        context.Features.Set(page);
        try
        {
            context.RequestServices = page.Services;
            await next(context);
        }
        finally
        {
            context.RequestServices = before;
            context.Features.Set<PluginPageLease>(null);
        }
    }
}
