using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.People;

/// <summary>Says which roles a person has from now on, instead of those before.</summary>
internal static class SetRoles
{
    /// <param name="Revision">The <c>rolesRevision</c> that was read; refused when somebody else has changed the roles since. Null does not look.</param>
    internal sealed record Body(IReadOnlyList<string>? Roles, string? Revision = null);

    [Logged("identity.person.roles_set")]
    internal sealed record Command(PersonId Id, IReadOnlyList<string>? Roles, string? Revision = null) : ICommand<RolesSet>;

    /// <param name="Wait">Those that a second person has to agree to first.</param>
    internal sealed record RolesSet(IReadOnlyList<string> Wait);

    internal sealed class Handler(IdentityDb db, PersonGuard guard, RoleBook roles, GrantApproval grants, Changes changes) : IRequestHandler<Command, Outcome<RolesSet>>
    {
        public async Task<Outcome<RolesSet>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await guard.LockAsync(request.Id, cancellationToken) is not { } person)
            {
                return PersonGuard.NotFound(request.Id);
            }

            var wanted = (request.Roles ?? []).ToHashSet(StringComparer.Ordinal);
            var given = wanted.Where(w => !person.Roles.Exists(r => r.Role == w)).ToList();
            var taken = person.Roles.Where(r => !wanted.Contains(r.Role)).ToList();
            if ((guard.MayGive(given, person.Audience) ?? guard.MayChange(person) ?? Revision.Check(request.Revision, RevisionOf(person), "person.changed_meanwhile")) is { } refused)
            {
                return refused;
            }

            if (taken.Exists(r => r.Role == Role.OperatorAdministrator.Key) && await guard.LeavesAnAdministratorAsync(person, cancellationToken) is { } last)
            {
                return last;
            }

            var wait = given.Count > 0 && grants.IsNeeded(person.Audience) ? given : [];
            if (wait.Count > 0)
            {
                if (await grants.RequestAsync(person, wait, cancellationToken) is { } unasked)
                {
                    return unasked;
                }

                given = [];
            }
            else
            {
                await grants.WithdrawAsync(person.PersonId.ToString(), cancellationToken);
            }

            changes.This.About("person", person.PersonId, person.FullName).Tells(person.PersonId).Of(person.EnterpriseId).Of(person.PartnerId)
                .Field("roles", roles.NamesOf(person.Roles.Select(r => r.Role)), roles.NamesOf(wanted.Except(wait))).With("wait", wait.Count > 0 ? roles.NamesOf(wait) : null);
            if (given.Count + taken.Count + wait.Count == 0)
            {
                changes.This.Nothing();
            }

            db.RemoveRange(taken);
            db.AddRange(given.Select(r => new PersonRole { PersonId = person.Id, Role = r }));
            return new RolesSet(wait);
        }
    }

    public static string RevisionOf(Person person) => Revision.Of(person.Roles.Select(r => r.Role).Order(StringComparer.Ordinal));

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/identity/v1/people/{id}/roles", async (PersonId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(id, body.Roles, body.Revision), cancellationToken)).ToHttp(set => set.Wait.Count > 0 ? Results.Json(set, statusCode: StatusCodes.Status202Accepted) : Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManagePeople)
        .WithTags("People").WithName("SetRoles").WithSummary("Says which roles a person has. Takes effect with the person's next request; where grants need a second person, the new ones wait (202).").Produces<RolesSet>(202).ProducesProblem(404).ProducesProblem(409);
}
