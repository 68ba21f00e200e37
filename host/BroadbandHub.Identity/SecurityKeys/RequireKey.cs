using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>Says that the people of a role or of an enterprise sign in with a security key, or need not any more. Holds from their next request on.</summary>
internal static class RequireKey
{
    internal sealed record Body(bool Required);

    /// <param name="Role">A role's key; otherwise the enterprise counts.</param>
    [Logged("identity.key_rule.set")]
    internal sealed record Command(string? Role, EnterpriseId? Enterprise, bool Required) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, KeyRules rules, RoleBook roles, PersonGuard guard, PeopleScope scope, CurrentUser user, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (request.Role is { } key)
            {
                if (roles.Find(key) is not { } role)
                {
                    return SaveRole.NotFound;
                }

                // Whoever may less than the role must not make its people's sign-in easier.
                if (guard.MayGive([key], role.Audience) is { } refused)
                {
                    return refused;
                }
            }
            else if ((!scope.SeesAll && user.EnterpriseId != request.Enterprise) || !await db.Enterprises.AnyAsync(e => e.Id == request.Enterprise, cancellationToken))
            {
                return HubError.NotFound("enterprise.not_found", "There is no such enterprise.");
            }

            changes.This.About(request.Role is null ? "enterprise" : "role", request.Role ?? request.Enterprise!.Value.ToString()).Of(request.Role is null ? request.Enterprise : null).With("required", request.Required);
            await rules.SetAsync(request.Role ?? request.Enterprise!.Value.ToString(), request.Required, cancellationToken);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPut("/identity/v1/roles/{key}/security-key", async (string key, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, null, body.Required), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.ManageRoles)
            .WithTags("People").WithSummary("Whether people with this role must sign in with a security key.").ProducesProblem(403).ProducesProblem(404);
        routes.MapPut("/identity/v1/enterprises/{id}/security-key", async (EnterpriseId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(null, id, body.Required), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(IdentityPermissions.ManagePeople)
            .WithTags("People").WithSummary("Whether people of this enterprise must sign in with a security key.").ProducesProblem(404);
    }
}
