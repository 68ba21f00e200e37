using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>Who has a seat on a subscription, and since when.</summary>
internal static class ListSeats
{
    public sealed record Query(SubscriptionId Id) : IQuery<Result>;

    public sealed record Item(PersonId PersonId, string Name, string Email, DateTimeOffset AssignedAt, IReadOnlyList<string> Roles);

    /// <param name="Without">The enterprise's employees who could have one too; not part of the API's answer.</param>
    /// <param name="Known">What people can be in the application; not part of the API's answer either.</param>
    public sealed record Result(IReadOnlyList<Item> Items, IReadOnlyList<EmployeeView> Without, IReadOnlyList<ApplicationRole> Known);

    public sealed class Handler(OrdersDb db, SeatScope scope, IEmployees employees, IApplications applications) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await scope.FindAsync(query.Id, cancellationToken) is not { } subscription)
            {
                return SubscriptionErrors.NotFound(query.Id);
            }

            var seats = await db.Seats.AsNoTracking().Where(s => s.SubscriptionId == query.Id).ToDictionaryAsync(s => s.PersonId, cancellationToken);
            var people = await employees.ListAsync(subscription.EnterpriseId, cancellationToken);
            var known = (await applications.FindAsync(subscription.ApplicationKey, cancellationToken))?.Roles ?? [];
            return new Result(
                [.. people.Where(p => seats.ContainsKey(p.Id)).Select(p => new Item(p.Id, p.Name, p.Email, seats[p.Id].AssignedAt, Heard(seats[p.Id])))],
                [.. people.Where(p => !seats.ContainsKey(p.Id) && !p.IsSuspended)],
                known);

            // As the application hears them.
            IReadOnlyList<string> Heard(Seat seat) => [.. seat.Roles.Where(r => known.Any(k => k.Key == r))];
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/orders/v1/subscriptions/{id}/seats", async (SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items })))
            .RequireAuthorization(OrdersPermissions.Seats)
            .WithTags("Orders").WithSummary("List who has a seat on a subscription");
}
