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

/// <summary>Takes a seat away; who is signed on to the application is signed out there. Again is no error.</summary>
internal static class WithdrawSeat
{
    [Logged("orders.seat.withdrawn")]
    public sealed record Command(SubscriptionId Id, PersonId Person) : ICommand<Done>;

    public sealed class Handler(OrdersDb db, SeatScope scope, IEmployees employees, ISignOns signOns, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            if (await scope.FindAsync(command.Id, cancellationToken) is not { } subscription)
            {
                return SubscriptionErrors.NotFound(command.Id);
            }

            var employee = (await employees.ListAsync(subscription.EnterpriseId, cancellationToken)).FirstOrDefault(e => e.Id == command.Person);
            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).Tells(command.Person)
                .Field("person", employee?.Name ?? command.Person.ToString(), null);
            if (await db.Seats.FirstOrDefaultAsync(s => s.SubscriptionId == command.Id && s.PersonId == command.Person, cancellationToken) is { } seat)
            {
                db.Seats.Remove(seat);

                // A seat on another subscription of the application lets the person in again, with what is left.
                await signOns.EndAsync(command.Person, subscription.ApplicationKey, cancellationToken);
            }
            else
            {
                changes.This.Nothing();
            }

            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapDelete("/orders/v1/subscriptions/{id}/seats/{personId}", async (SubscriptionId id, PersonId personId, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, personId), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(OrdersPermissions.Seats)
            .WithTags("Orders").WithSummary("Take an employee's seat on a subscription away, and sign the employee out of the application");
}
