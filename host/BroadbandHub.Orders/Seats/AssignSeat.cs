using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>Gives an employee of the subscription's enterprise a seat, and says what the employee is in the application. Again is no error.</summary>
internal static class AssignSeat
{
    /// <param name="Roles">Keys of roles that the application knows. Null leaves them as they are, and gives a new seat the application's role by default.</param>
    [Logged("orders.seat.assigned")]
    public sealed record Command(SubscriptionId Id, PersonId Person, IReadOnlyList<string>? Roles = null) : ICommand<Done>;

    public sealed record Body(IReadOnlyList<string>? Roles);

    public sealed class Handler(
        OrdersDb db, SeatScope scope, IEmployees employees, IApplications applications, ISignOns signOns, ICurrentUser user, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<Done>>
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

            var known = (await applications.FindAsync(subscription.ApplicationKey, cancellationToken))?.Roles ?? [];
            if (command.Roles?.All(r => known.Any(k => k.Key == r)) == false)
            {
                return HubError.Invalid("seat.unknown_role", $"The application has these roles and no others: {(known.Count == 0 ? "none" : string.Join(", ", known.Select(k => k.Key)))}.", "roles");
            }

            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).Tells(command.Person).With("person", employee.Name);
            var seat = await db.Seats.FirstOrDefaultAsync(s => s.SubscriptionId == command.Id && s.PersonId == command.Person, cancellationToken);
            if (seat is null)
            {
                seat = new()
                {
                    SubscriptionId = command.Id, PersonId = command.Person, AssignedAt = clock.GetUtcNow().ToWholeMicros(),
                    AssignedBy = user.PersonId?.ToString() ?? user.ClientId ?? "hub", Roles = command.Roles ?? [.. known.Where(r => r.IsDefault).Select(r => r.Key)],
                };
                db.Seats.Add(seat);
                changes.This.Field("roles", null, Names(seat.Roles, known));
            }
            else if (command.Roles is { } wanted && !seat.Roles.ToHashSet(StringComparer.Ordinal).SetEquals(wanted))
            {
                var before = seat.Roles;
                seat.Roles = wanted;
                changes.This.As("orders.seat.roles_set").Field("roles", Names(before, known), Names(seat.Roles, known));

                // Tokens that say otherwise, and the application's own session, must not outlive the role.
                if (before.Except(seat.Roles, StringComparer.Ordinal).Any())
                {
                    await signOns.EndAsync(command.Person, subscription.ApplicationKey, cancellationToken);
                }
            }
            else
            {
                changes.This.Nothing();
            }

            return Done.Instance;
        }

        private static LocalText? Names(IReadOnlyList<string> roles, IReadOnlyList<ApplicationRole> known)
        {
            var names = roles.Select(r => known.FirstOrDefault(k => k.Key == r)?.Name ?? new LocalText(r)).ToList();
            return names.Count == 0 ? null : new(string.Join(", ", names.Select(n => n.English)), string.Join("、", names.Select(n => n.Chinese ?? n.English)));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/orders/v1/subscriptions/{id}/seats/{personId}", async (SubscriptionId id, PersonId personId, [FromBody] Body? body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, personId, body?.Roles), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(OrdersPermissions.Seats)
            .WithTags("Orders").WithSummary("Give an employee of the enterprise a seat on a subscription, and roles in the application")
            .WithDescription("`roles` are keys of the application's roles (`seat.unknown_role`, 400). Without a body, or without `roles`, a new seat gets the application's role by default and one that exists keeps its roles. Taking a role away signs the employee out of the application.");
}
