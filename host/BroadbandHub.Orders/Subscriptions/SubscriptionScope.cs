using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>Operators see all subscriptions, enterprises their own, partners those to their products, an application's credentials those of the application.</summary>
internal sealed class SubscriptionScope(OrdersDb db, ICurrentUser user, ICatalog catalog)
{
    public async Task<IQueryable<Subscription>> SeenAsync(CancellationToken cancellationToken)
    {
        if (user.ApplicationKey is { } application)
        {
            return db.Subscriptions.Where(s => s.ApplicationKey == application);
        }

        switch (user.Audience)
        {
            case Audience.Operator:
                return db.Subscriptions;
            case Audience.Enterprise when user.EnterpriseId is { } enterprise:
                return db.Subscriptions.Where(s => s.EnterpriseId == enterprise);
            case Audience.Partner when user.PartnerId is { } partner:
                var products = await catalog.ProductsOfAsync(partner, cancellationToken);
                return db.Subscriptions.Where(s => products.Contains(s.ProductId));
            default:
                return db.Subscriptions.Where(_ => false);
        }
    }
}
