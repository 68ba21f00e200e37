using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>What is not over yet (<see cref="Subscription.IsOver"/>).</summary>
internal sealed class RunningServices(OrdersDb db, ICatalog catalog) : IRunningServices
{
    private IQueryable<Subscription> Running => db.Subscriptions.Where(s => s.State != SubscriptionState.Ended && s.State != SubscriptionState.Refused && s.State != SubscriptionState.Withdrawn);

    public Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => Running.CountAsync(s => s.EnterpriseId == enterprise, cancellationToken);

    public async Task<int> CountAsync(PartnerId partner, CancellationToken cancellationToken)
    {
        var products = await catalog.ProductsOfAsync(partner, cancellationToken);
        return await Running.CountAsync(s => products.Contains(s.ProductId), cancellationToken);
    }
}
