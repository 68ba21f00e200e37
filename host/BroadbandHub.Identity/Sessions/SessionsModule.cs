using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Sessions;

/// <summary>Wiring of sessions.</summary>
internal static class SessionsModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<SessionBook>().AddScoped<AccountEvents>();
        services.AddJob<PruneSessions>(PruneSessions.Name, PruneSessions.Every);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        MySessions.Map(routes);
        EndMySession.Map(routes);
        MyActivity.Map(routes);
    }
}
