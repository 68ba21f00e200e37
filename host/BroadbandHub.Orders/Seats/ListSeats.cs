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

    public sealed record Item(PersonId PersonId, string Name, string Email, DateTimeOffset AssignedAt);

    /// <param name="Without">The enterprise's employees who could have one too; not part of the API's answer.</param>
    public sealed record Result(IReadOnlyList<Item> Items, IReadOnlyList<EmployeeView> Without);

    public sealed class Handler(OrdersDb db, SeatScope scope, IEmployees employees) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (await scope.FindAsync(query.Id, cancellationToken) is not { } subscription)
            {
                return SubscriptionErrors.NotFound(query.Id);
            }

            var seats = await db.Seats.AsNoTracking().Where(s => s.SubscriptionId == query.Id).ToDictionaryAsync(s => s.PersonId, cancellationToken);
            var people = await employees.ListAsync(subscription.EnterpriseId, cancellationToken);
            return new Result(
                [.. people.Where(p => seats.ContainsKey(p.Id)).Select(p => new Item(p.Id, p.Name, p.Email, seats[p.Id].AssignedAt))],
                [.. people.Where(p => !seats.ContainsKey(p.Id) && !p.IsSuspended)]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/orders/v1/subscriptions/{id}/seats", async (SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items })))
            .RequireAuthorization(OrdersPermissions.Seats)
            .WithTags("Orders").WithSummary("List who has a seat on a subscription");
}
