using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>What of an enterprise is not over yet (<see cref="Subscription.IsOver"/>).</summary>
internal sealed class RunningServices(OrdersDb db) : IRunningServices
{
    public Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => db.Subscriptions.CountAsync(
        s => s.EnterpriseId == enterprise && s.State != SubscriptionState.Ended && s.State != SubscriptionState.Refused && s.State != SubscriptionState.Withdrawn, cancellationToken);
}
