using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>Seats are the business of the enterprise and of the operator: nobody else finds a subscription here.</summary>
internal sealed class SeatScope(SubscriptionScope scope, ICurrentUser user)
{
    public async Task<Subscription?> FindAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        user.ApplicationKey is null && user.Audience is Audience.Operator or Audience.Enterprise
            ? await (await scope.SeenAsync(cancellationToken)).AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellationToken)
            : null;
}
