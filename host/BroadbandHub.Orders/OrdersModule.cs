using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Demo;
using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Orders.Seats;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Orders;

/// <summary>Wiring of this module.</summary>
public static class OrdersModule
{
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<OrdersDb, SqliteOrdersDb, MySqlOrdersDb>(OrdersDb.TablePrefix);
        services.AddHandlers(typeof(OrdersModule).Assembly);
        services.AddSingleton<OperatorCalendar>();
        services.AddScoped<SubscriptionScope>().AddScoped<OrderRules>().AddScoped<EndRules>();
        services.AddScoped<SeatScope>().AddScoped<ISeatCheck, SeatCheck>().AddScoped<IRunningServices, RunningServices>().AddScoped<ILeavers, FreeSeats>();
        services.AddScoped<ServiceLife>().AddScoped<ProvisioningQueue>().AddScoped<AskApplication>();
        services.AddJob<ProvisioningJob>(ProvisioningJob.Name, ProvisioningJob.Every);
        services.AddScoped<IPluginObserver, ProvisioningObserver>();
        services.AddSingleton<DemoState>();
        services.AddScoped<IDemoSeed, DemoSubscription>().AddScoped<IPluginObserver, DemoSubscription>();
        foreach (var permission in OrdersPermissions.All)
        {
            services.AddSingleton(permission);
        }

        services.AddSingleton(new PortalAssembly(typeof(OrdersModule).Assembly));
        OrdersChanges.Add(services);
        OrdersNavigation.Add(services);
        return services;
    }

    public static IEndpointRouteBuilder MapOrders(this IEndpointRouteBuilder routes)
    {
        ListSubscriptions.Map(routes);
        SubscriptionFile.Map(routes);
        GetSubscription.Map(routes);
        OpenSubscription.Map(routes);
        EndSubscription.Map(routes);
        WithdrawSubscription.Map(routes);
        TryNow.Map(routes);
        AssignSeat.Map(routes);
        WithdrawSeat.Map(routes);
        ListSeats.Map(routes);
        return routes;
    }
}
