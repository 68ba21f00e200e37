using BroadbandHub.Identity.Contracts;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Wiring of single sign-on.</summary>
internal static class SignOnModule
{
    public static void Add(IServiceCollection services)
    {
        services.AddScoped<SignOns>().AddScoped<ISignOns>(p => p.GetRequiredService<SignOns>());
        services.AddScoped<SignOnGate>().AddScoped<SignOnStart>().AddScoped<UsedOnce>();
        services.TryAddScoped<ISeatCheck, NoSeats>();
        services.AddSingleton<LogoutToken>().AddSingleton<TicketPaper>();
        services.AddScoped<GiveTicket.Handler>().AddScoped<RedeemTicket.Handler>();

        // An address that leads on elsewhere is not the one that was registered.
        services.AddHttpClient(LogoutJob.Name).ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddJob<LogoutJob>(LogoutJob.Name, LogoutJob.Every);
        services.AddJob<PruneSignOns>(PruneSignOns.Name, PruneSignOns.Every);
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Authorize.Map(routes);
        UserInfo.Map(routes);
        EndSession.Map(routes);
        GiveTicket.Map(routes);
        RedeemTicket.Map(routes);
    }
}
