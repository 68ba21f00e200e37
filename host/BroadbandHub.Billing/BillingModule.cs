using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing;

/// <summary>Wiring of this module.</summary>
public static class BillingModule
{
    public static IServiceCollection AddBilling(this IServiceCollection services, IConfiguration configuration) => services;

    public static IEndpointRouteBuilder MapBilling(this IEndpointRouteBuilder routes) => routes;
}
