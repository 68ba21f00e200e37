using BroadbandHub.PluginHost.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.PluginHost.Http;

/// <summary>Lets a plugin map its routes below its own prefix and builds them, with the plugin's services deciding what a parameter is.</summary>
internal static class EndpointFactory
{
    public static IReadOnlyList<Endpoint> Build(string pluginId, Generation.Core core, IServiceProvider host)
    {
        if (core.Parts.Endpoints.Count == 0)
        {
            return [];
        }

        var routes = new PluginRoutes(new RequestServices(core.Services!, host, isPage: false));
        var group = routes.MapGroup($"/plugins/{pluginId}");
        foreach (var endpoints in core.Parts.Endpoints)
        {
            endpoints.Map(group);
        }

        return routes.DataSources.SelectMany(s => s.Endpoints).ToList();
    }

    private sealed class PluginRoutes(IServiceProvider services) : IEndpointRouteBuilder
    {
        public IServiceProvider ServiceProvider => services;

        public ICollection<EndpointDataSource> DataSources { get; } = [];

        public IApplicationBuilder CreateApplicationBuilder() => new ApplicationBuilder(services);
    }
}
