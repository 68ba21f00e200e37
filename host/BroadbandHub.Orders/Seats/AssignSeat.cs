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

/// <summary>Gives an employee of the subscription's enterprise a seat. Again is no error.</summary>
internal static class AssignSeat
{
    [Logged("orders.seat.assigned")]
    public sealed record Command(SubscriptionId Id, PersonId Person) : ICommand<Done>;

    public sealed class Handler(OrdersDb db, SeatScope scope, IEmployees employees, ICurrentUser user, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            if (await scope.FindAsync(command.Id, cancellationToken) is not { } subscription)
            {
                return SubscriptionErrors.NotFound(command.Id);
            }

            if (subscription.IsOver)
            {
                return HubError.Conflict("subscription.wrong_state", "The subscription is over; nobody needs a seat on it.");
            }

            if ((await employees.ListAsync(subscription.EnterpriseId, cancellationToken)).FirstOrDefault(e => e.Id == command.Person) is not { } employee)
            {
                return HubError.NotFound("seat.no_employee", "The enterprise has no such employee.");
            }

            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).Tells(command.Person).With("person", employee.Name);
            if (!await db.Seats.AnyAsync(s => s.SubscriptionId == command.Id && s.PersonId == command.Person, cancellationToken))
            {
                db.Seats.Add(new()
                {
                    SubscriptionId = command.Id, PersonId = command.Person, AssignedAt = clock.GetUtcNow().ToWholeMicros(),
                    AssignedBy = user.PersonId?.ToString() ?? user.ClientId ?? "hub",
                });
            }
            else
            {
                changes.This.Nothing();
            }

            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/orders/v1/subscriptions/{id}/seats/{personId}", async (SubscriptionId id, PersonId personId, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, personId), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(OrdersPermissions.Seats)
            .WithTags("Orders").WithSummary("Give an employee of the enterprise a seat on a subscription");
}
