using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Primitives;

namespace BroadbandHub.PluginHost.Http;

/// <summary>
/// The host's own endpoints, built once. Any change of any source makes the framework compile the endpoints of all sources again (a second with 200 of them);
/// from a source that has them ready, a swap of a plugin's costs half a millisecond.
/// </summary>
internal sealed class FrozenEndpoints(IReadOnlyList<Endpoint> endpoints) : EndpointDataSource
{
    public override IReadOnlyList<Endpoint> Endpoints => endpoints;

    public override IChangeToken GetChangeToken() => NullChangeToken.Singleton;

    public static void Freeze(IEndpointRouteBuilder routes)
    {
        var own = routes.DataSources.Where(s => s is not PluginEndpointSource).ToList();
        var plugins = routes.DataSources.Where(s => s is PluginEndpointSource).ToList();
        var frozen = new FrozenEndpoints(own.SelectMany(s => s.Endpoints).ToList());
        routes.DataSources.Clear();
        routes.DataSources.Add(frozen);
        plugins.ForEach(routes.DataSources.Add);
    }
}
