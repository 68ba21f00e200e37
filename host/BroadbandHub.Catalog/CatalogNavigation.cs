using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Catalog;

internal static class CatalogNavigation
{
    private static readonly LocalText Sales = new("Catalogue", "产品目录");

    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new NavigationItem(
            Audience.Operator, Sales, new("Products", "产品"), "inventory_2", "/console/products", CatalogPermissions.ReadProducts, 200));
        services.AddSingleton(new NavigationItem(
            Audience.Operator, Sales, new("Applications", "应用"), "apps", "/console/applications", CatalogPermissions.ReadApplications, 210));
        services.AddSingleton(new NavigationItem(
            Audience.Partner, Sales, new("Products", "产品"), "inventory_2", "/partner/products", CatalogPermissions.ReadProducts, 200));
        services.AddSingleton(new NavigationItem(
            Audience.Partner, Sales, new("Applications", "应用"), "apps", "/partner/applications", CatalogPermissions.Credentials, 210));
    }
}
