using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Orders;

internal static class OrdersNavigation
{
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton(new NavigationItem(
            Audience.Operator, new("Organisations", "组织"), new("Subscriptions", "订购"), "receipt_long", "/console/subscriptions", OrdersPermissions.Read, 150));
        services.AddSingleton(new NavigationItem(
            Audience.Enterprise, new("Services", "服务"), new("Applications", "应用"), "apps", "/workspace/applications", null, 100));
        services.AddSingleton(new PortalWidget(
            "orders.subscriptions", Audience.Operator, new("Subscriptions", "订购"), typeof(Pages.SubscriptionTiles), OrdersPermissions.Read, 20));
        services.AddSingleton(new PortalWidget(
            "orders.applications", Audience.Enterprise, new("Applications", "应用"), typeof(Pages.WorkspaceWidget), OrdersPermissions.Read, 10));
        services.AddScoped<ISearchSource, SubscriptionSearch>();
        services.AddSingleton(new OrganisationPanel(OrganisationKind.Enterprise, typeof(Pages.EnterpriseSubscriptions), OrdersPermissions.Read, 50));
    }
}
