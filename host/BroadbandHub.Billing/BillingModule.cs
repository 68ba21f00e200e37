using BroadbandHub.Billing.Bills;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Usage;
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
        services.Configure<BillingOptions>(configuration.GetSection("Billing"));
        services.AddSingleton<OperatorDays>();
        services.AddSingleton<PlanCache>();
        services.AddSingleton<UsageStore>();
        services.AddSingleton<IUsageWriter, UsageWriter>();
        services.AddSingleton<UsageIntake>();
        services.AddHostedService(p => p.GetRequiredService<UsageIntake>());
        services.AddScoped<UsageScope>();
        services.AddScoped<MonthRater>();
        services.AddJob<RateLastMonth>("billing.rate-last-month", TimeSpan.FromHours(6));
        services.AddJob<FreezeLines>("billing.freeze-lines", TimeSpan.FromHours(6));
        foreach (var permission in BillingPermissions.All)
        {
            services.AddSingleton(permission);
        }

        foreach (var entry in BillingPermissions.Navigation)
        {
            services.AddSingleton(entry);
        }

        services.AddBills(configuration);
        return services;
    }

    public static IEndpointRouteBuilder MapBilling(this IEndpointRouteBuilder routes)
    {
        ReportUsage.Map(routes);
        GetUsage.Map(routes);
        UsageFiles.Map(routes);
        ListLines.Map(routes);
        ListRejected.Map(routes);
        ReplayRejected.Map(routes);
        ListLedgerAccounts.Map(routes);
        CheckLedger.Map(routes);
        routes.MapBills();
        return routes;
    }
}
