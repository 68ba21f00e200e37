using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Credentials;
using BroadbandHub.Catalog.Demo;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Catalog.Reading;
using BroadbandHub.Catalog.Tax;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Storage;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Catalog;

/// <summary>Wiring of this module.</summary>
public static class CatalogModule
{
    public static IServiceCollection AddCatalog(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddModuleDb<CatalogDb, SqliteCatalogDb, MySqlCatalogDb>("cat_");
        services.AddHandlers(typeof(CatalogModule).Assembly);
        services.AddSingleton<PlanCache>();
        services.AddScoped<PlanFacts>();
        services.AddScoped<CatalogReader>();
        services.AddScoped<ICatalog>(s => s.GetRequiredService<CatalogReader>());
        services.AddScoped<IApplications>(s => s.GetRequiredService<CatalogReader>());
        services.AddScoped<IPartnerApplications, PartnerApplications>();
        services.AddScoped<TaxRates>().AddScoped<ITaxRates>(s => s.GetRequiredService<TaxRates>());
        services.AddScoped<IPluginObserver, ApplicationObserver>();
        services.AddSingleton<DemoState>();
        services.AddScoped<IDemoSeed, DemoProduct>().AddScoped<IPluginObserver, DemoProduct>();
        foreach (var permission in CatalogPermissions.All)
        {
            services.AddSingleton(permission);
        }

        services.AddSingleton(new PortalAssembly(typeof(CatalogModule).Assembly));
        services.AddScoped<ISearchSource, ProductSearch>();
        CatalogChanges.Add(services);
        CatalogNavigation.Add(services);

        // A plan may have hundreds of components, and its editor is one form.
        services.Configure<RazorComponentsServiceOptions>(o => o.MaxFormMappingCollectionSize = Math.Max(o.MaxFormMappingCollectionSize, PlanRules.MostComponents + 1));
        services.Configure<FormOptions>(o => o.ValueCountLimit = Math.Max(o.ValueCountLimit, PlanRules.MostComponents * 20));
        return services;
    }

    public static IEndpointRouteBuilder MapCatalog(this IEndpointRouteBuilder routes)
    {
        ListApplications.Map(routes);
        GetApplication.Map(routes);
        PutMeter.Map(routes);
        AssignPartner.Map(routes);
        CreateCredential.Map(routes);
        ListCredentials.Map(routes);
        RotateCredential.Map(routes);
        RevokeCredential.Map(routes);
        ListProducts.Map(routes);
        ProductFile.Map(routes);
        GetProduct.Map(routes);
        CreateProduct.Map(routes);
        EditProduct.Map(routes);
        RetireProduct.Map(routes);
        DraftPlan.Map(routes);
        GetPlan.Map(routes);
        PublishPlan.Map(routes);
        return routes;
    }
}
