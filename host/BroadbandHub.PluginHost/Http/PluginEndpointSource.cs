using BroadbandHub.PluginHost.Runtime;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Primitives;

namespace BroadbandHub.PluginHost.Http;

/// <summary>The endpoints of all running plugins, replaced plugin by plugin while the host serves.</summary>
internal sealed class PluginEndpointSource(PluginEndpointCall call) : EndpointDataSource
{
    // The API's description caches what it describes for good, and with it the plugin's types.
    private static readonly object[] Undescribed = [new ExcludeFromDescriptionAttribute()];
    private static readonly object[] Refusing = [new ExcludeFromDescriptionAttribute(), new AllowAnonymousAttribute()];
    private readonly Lock turn = new();
    private readonly Dictionary<string, IReadOnlyList<Endpoint>> byPlugin = new(StringComparer.Ordinal);
    private volatile IReadOnlyList<Endpoint> all = [];
    private CancellationTokenSource changed = new();

    public override IReadOnlyList<Endpoint> Endpoints => all;

    public override IChangeToken GetChangeToken()
    {
        lock (turn)
        {
            return new CancellationChangeToken(changed.Token);
        }
    }

    /// <summary>From the return on, new requests meet these endpoints and no earlier ones of the plugin.</summary>
    public void Set(string pluginId, Generation? generation)
    {
        var endpoints = generation is null ? [] : Wrap(generation);
        CancellationTokenSource previous;
        lock (turn)
        {
            if (endpoints.Count == 0 && !byPlugin.ContainsKey(pluginId))
            {
                return;
            }

            byPlugin.Remove(pluginId);
            if (endpoints.Count > 0)
            {
                byPlugin[pluginId] = endpoints;
            }

            all = byPlugin.Values.SelectMany(e => e).ToList();

            // The new token must be there before the old one fires, or listeners would subscribe to a dead one.
            previous = changed;
            changed = new CancellationTokenSource();
        }

        previous.Cancel();
        previous.Dispose();
    }

    private List<Endpoint> Wrap(Generation generation)
    {
        using var lease = generation.TryEnter();
        return lease is null ? [] : lease.Core.Endpoints.Select((e, i) => (Endpoint)Wrap(generation, (RouteEndpoint)e, i)).ToList();
    }

    private RouteEndpoint Wrap(Generation generation, RouteEndpoint inner, int index)
    {
        // Denied by default: who says nothing about who may call, is called by nobody.
        var isStated = inner.Metadata.GetMetadata<IAuthorizeData>() is not null || inner.Metadata.GetMetadata<IAllowAnonymous>() is not null
            || inner.Metadata.GetMetadata<AuthorizationPolicy>() is not null;
        var key = EndpointKey.Of(inner);
        return new RouteEndpoint(
            isStated ? context => call.InvokeAsync(context, generation, index, key) : PluginEndpointCall.RefuseAsync,
            inner.RoutePattern,
            inner.Order,
            new EndpointMetadataCollection([.. inner.Metadata, .. isStated ? Undescribed : Refusing]),
            inner.DisplayName);
    }
}

/// <summary>What makes two generations' endpoints the same one: route, methods and who may call.</summary>
internal sealed record EndpointKey(string Route, string Methods, string Access)
{
    public static EndpointKey Of(RouteEndpoint endpoint) => new(
        endpoint.RoutePattern.RawText ?? "",
        string.Join(",", endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []),
        string.Join(";", endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(a => $"{a.Policy}|{a.Roles}|{a.AuthenticationSchemes}")));
}
