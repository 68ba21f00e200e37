using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>Who has left holds no seats: others of the enterprise can have them. The sign-ons have ended with the account.</summary>
internal sealed class FreeSeats(OrdersDb db, IChangeLog log) : ILeavers
{
    public async Task LeaveAsync(PersonId person, CancellationToken cancellationToken)
    {
        var held = await db.Seats.Where(s => s.PersonId == person).Join(db.Subscriptions, seat => seat.SubscriptionId, subscription => subscription.Id, (seat, subscription) => subscription)
            .Select(s => new { s.Id, s.ApplicationKey, s.EnterpriseId }).ToListAsync(cancellationToken);
        await db.Seats.Where(s => s.PersonId == person).ExecuteDeleteAsync(cancellationToken);
        foreach (var subscription in held.OrderBy(s => s.Id.ToString(), StringComparer.Ordinal))
        {
            await log.AddAsync(
                "orders.seat.withdrawn",
                new Change().About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).Tells(person).Field("person", person.ToString(), null),
                cancellationToken);
        }
    }
}
