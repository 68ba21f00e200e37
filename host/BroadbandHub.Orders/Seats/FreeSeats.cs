using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>Who has left holds no seats: others of the enterprise can have them. The sign-ons have ended with the account.</summary>
internal sealed class FreeSeats(OrdersDb db) : ILeavers
{
    public Task LeaveAsync(PersonId person, CancellationToken cancellationToken) => db.Seats.Where(s => s.PersonId == person).ExecuteDeleteAsync(cancellationToken);
}
