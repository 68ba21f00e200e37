using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.People;

/// <summary>Shuts a person out at once, everywhere; or lets one in again, with the password and roles of before.</summary>
internal static class SuspendPerson
{
    [Logged("identity.person.suspended")]
    internal sealed record Command(PersonId Id, bool Suspended) : ICommand<Done>;

    internal sealed class Handler(UserManager<Person> people, PersonGuard guard, CurrentUser user, SignOns signOns, LastDay lastDay, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            if (guard.MayChange(person) is { } refused)
            {
                return refused;
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId)
                .As(request.Suspended ? "identity.person.suspended" : "identity.person.resumed");
            if (person.SuspendedAt is not null == request.Suspended)
            {
                changes.This.Nothing();
                return Done.Instance;
            }

            if (!request.Suspended && lastDay.IsOver(person.LeavesOn))
            {
                return HubError.Conflict("person.last_day_over", $"The last day, {person.LeavesOn:yyyy-MM-dd}, is over: the account would be closed again at once. Correct the last day first.");
            }

            if (request.Suspended)
            {
                if (await guard.LeavesAnAdministratorAsync(person, cancellationToken) is { } last)
                {
                    return last;
                }

                if (person.PersonId == user.PersonId)
                {
                    return HubError.Conflict("person.yourself", "You cannot suspend yourself. Ask another administrator.");
                }
            }

            // A new stamp: the sessions of before stay dead even when the person comes back.
            person.SuspendedAt = request.Suspended ? clock.GetUtcNow().ToWholeMicros() : null;
            await people.UpdateSecurityStampAsync(person);
            await signOns.EndAllAsync(person.PersonId, cancellationToken);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "suspend", true, "Shuts a person out: all sessions end at once. Again is no error.");
        Map(routes, "resume", false, "Lets a suspended person in again.");
    }

    private static void Map(IEndpointRouteBuilder routes, string verb, bool suspended, string summary) => routes
        .MapPost("/identity/v1/people/{id}/" + verb, async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, suspended), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithSummary(summary).ProducesProblem(404).ProducesProblem(409);
}
