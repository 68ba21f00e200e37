using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Billing;

/// <summary>Wiring of this module.</summary>
public static class BillingModule
{
    public static IServiceCollection AddBilling(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<BillingDb, SqliteBillingDb, MySqlBillingDb>("bil_");
        services.AddHandlers(typeof(BillingModule).Assembly);
        services.AddSingleton<BillingSql>();
        services.AddSingleton<Books>();
        services.AddSingleton<LinePosting>();
        services.AddScoped<ILedger, LedgerService>();
        return services;
    }

    public static IEndpointRouteBuilder MapBilling(this IEndpointRouteBuilder routes) => routes;
}
