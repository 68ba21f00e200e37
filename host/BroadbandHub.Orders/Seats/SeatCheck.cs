using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

internal sealed class SeatCheck(OrdersDb db, TimeProvider clock) : ISeatCheck
{
    public async Task<IReadOnlyList<SubscriptionId>> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken) =>
        await db.HeldBy(person, enterprise, clock.GetUtcNow()).Where(s => s.ApplicationKey == applicationKey)
            .OrderBy(s => s.CreatedAt).Select(s => s.Id).ToListAsync(cancellationToken);
}

internal static class HeldSeats
{
    /// <summary>The enterprise's subscriptions that can be used now and at which the person has a seat. The enterprise counts: a seat from a former employer opens nothing.</summary>
    public static IQueryable<Subscription> HeldBy(this OrdersDb db, PersonId person, EnterpriseId enterprise, DateTimeOffset now) =>
        db.Subscriptions.Where(s => s.EnterpriseId == enterprise && s.StartsAt <= now
            && (s.State == SubscriptionState.Active || (s.State == SubscriptionState.Ending && s.EndsAt > now))
            && db.Seats.Any(seat => seat.SubscriptionId == s.Id && seat.PersonId == person));
}
