using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Grants;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>Removes a role of the operator's own that nobody has any more.</summary>
internal static class RemoveRole
{
    [Logged("identity.role.removed")]
    internal sealed record Command(string Key) : ICommand<Done>;

    internal sealed class Handler(IdentityDb db, CustomRoleBook custom, GrantApproval grants, IUnitOfWork unitOfWork, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            if (await db.CustomRoles.Include(r => r.Permissions).SingleOrDefaultAsync(r => r.Key == request.Key, cancellationToken) is not { } role)
            {
                return Role.Find(request.Key) is null ? SaveRole.NotFound : HubError.Conflict("role.built_in", "Built-in roles stay as they are.");
            }

            var holders = await db.Set<PersonRole>().CountAsync(r => r.Role == request.Key, cancellationToken);
            if (holders > 0)
            {
                return HubError.Conflict("role.in_use", $"{holders} people have this role. Give them other roles first.");
            }

            changes.This.About("role", role.Key, role.NameEn).Field("permissions", role.Permissions.Select(p => p.Permission).Order(StringComparer.Ordinal), null);
            await grants.WithdrawAsync(role.Key, cancellationToken);
            db.Remove(role);
            unitOfWork.AfterCommit(custom.Forget);
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/roles/{key}", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(key), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManageRoles)
        .WithTags("People").WithName("RemoveRole").WithSummary("Removes a role that nobody has.").ProducesProblem(404).ProducesProblem(409);
}
