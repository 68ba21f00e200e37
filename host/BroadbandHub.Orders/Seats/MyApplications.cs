using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>What the person who asks has a seat on and can open now. Needs no permission: it is one's own.</summary>
internal static class MyApplications
{
    public sealed record Query : IQuery<Result>;

    public sealed record Result(IReadOnlyList<Item> Items);

    /// <param name="OpenAt">Where "open" leads: the application's own page, or for one that takes tickets and has none, the place where the hub gives them out.</param>
    public sealed record Item(SubscriptionId Id, string ApplicationKey, LocalText? ProductName, ApplicationView? Application, string? OpenAt);

    public sealed class Handler(OrdersDb db, ICurrentUser user, TimeProvider clock, ICatalog catalog, IApplications applications, ISignOns signOns) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (user.PersonId is not { } person || user.EnterpriseId is not { } enterprise)
            {
                return new Result([]);
            }

            var mine = await db.HeldBy(person, enterprise, clock.GetUtcNow()).OrderBy(s => s.CreatedAt)
                .Select(s => new { s.Id, s.ApplicationKey, s.ProductId }).ToListAsync(cancellationToken);
            var products = await catalog.FindProductsAsync([.. mine.Select(s => s.ProductId)], cancellationToken);
            var found = await applications.FindAsync([.. mine.Select(s => s.ApplicationKey).Distinct(StringComparer.Ordinal)], cancellationToken);
            var tickets = await signOns.FindTicketPathsAsync([.. found.Keys], cancellationToken);
            return new Result([.. mine.Select(s => new Item(
                s.Id, s.ApplicationKey, products.GetValueOrDefault(s.ProductId)?.Name, found.GetValueOrDefault(s.ApplicationKey),
                found.GetValueOrDefault(s.ApplicationKey)?.LaunchUrl?.AbsoluteUri ?? tickets.GetValueOrDefault(s.ApplicationKey)))]);
        }
    }
}
