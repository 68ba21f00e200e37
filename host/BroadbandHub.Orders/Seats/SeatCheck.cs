using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

internal sealed class SeatCheck(OrdersDb db, IApplications applications, TimeProvider clock) : ISeatCheck
{
    public async Task<HeldSeats> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken)
    {
        var held = await (
            from subscription in db.HeldBy(person, enterprise, clock.GetUtcNow()).AsNoTracking()
            where subscription.ApplicationKey == applicationKey
            join seat in db.Seats.AsNoTracking() on subscription.Id equals seat.SubscriptionId
            where seat.PersonId == person
            orderby subscription.CreatedAt
            select seat).ToListAsync(cancellationToken);
        var roles = held.SelectMany(s => s.Roles).ToHashSet(StringComparer.Ordinal);
        if (roles.Count > 0)
        {
            roles.IntersectWith((await applications.FindAsync(applicationKey, cancellationToken))?.Roles.Select(r => r.Key) ?? []);
        }

        return new([.. held.Select(s => s.SubscriptionId)], [.. roles.Order(StringComparer.Ordinal)]);
    }
}

internal static class UsableSubscriptions
{
    /// <summary>The enterprise's subscriptions that can be used now and at which the person has a seat. The enterprise counts: a seat from a former employer opens nothing.</summary>
    public static IQueryable<Subscription> HeldBy(this OrdersDb db, PersonId person, EnterpriseId enterprise, DateTimeOffset now) =>
        db.Subscriptions.Where(s => s.EnterpriseId == enterprise && s.StartsAt <= now
            && (s.State == SubscriptionState.Active || (s.State == SubscriptionState.Ending && s.EndsAt > now))
            && db.Seats.Any(seat => seat.SubscriptionId == s.Id && seat.PersonId == person));
}
