using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>One person with roles and state.</summary>
internal static class GetPerson
{
    internal sealed record Query(PersonId Id) : IQuery<Detail>;

    /// <param name="Revision">Of what <see cref="UpdatePerson"/> changes.</param>
    /// <param name="RolesRevision">Of what <see cref="SetRoles"/> changes.</param>
    internal sealed record Detail(
        PersonId Id, string Name, string Email, Audience Audience, EnterpriseId? EnterpriseId, PartnerId? PartnerId, IReadOnlyList<string> Roles, bool HasPassword,
        DateTimeOffset CreatedAt, DateTimeOffset? SuspendedAt, DateTimeOffset? LockedUntil,
        DepartmentId? DepartmentId, DateOnly? JoinedOn, DateOnly? LeavesOn, bool Pending, DateTimeOffset? InvitedAt, DateTimeOffset? InvitationEndsAt, string Revision, string RolesRevision, DateTimeOffset? ErasedAt);

    internal sealed class Handler(PeopleScope scope, TimeProvider clock) : IRequestHandler<Query, Outcome<Detail>>
    {
        public async Task<Outcome<Detail>> Handle(Query request, CancellationToken cancellationToken)
        {
            var found = await scope.People.AsNoTracking().Include(p => p.Roles).SingleOrDefaultAsync(p => p.Id == request.Id.Value, cancellationToken);
            return found is null
                ? PersonGuard.NotFound(request.Id)
                : new Detail(
                    found.PersonId, found.FullName, found.Email ?? "", found.Audience, found.EnterpriseId, found.PartnerId, [.. found.Roles.Select(r => r.Role).Order(StringComparer.Ordinal)],
                    found.PasswordHash is not null, found.CreatedAt, found.SuspendedAt, found.LockoutEnd > clock.GetUtcNow() ? found.LockoutEnd : null,
                    found.DepartmentId, found.JoinedOn, found.LeavesOn, found.IsPending, found.IsPending ? found.InvitedAt : null,
                    found.IsPending ? found.InvitedAt + PasswordLinks.Lifetime : null, UpdatePerson.RevisionOf(found), SetRoles.RevisionOf(found), found.ErasedAt);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/people/{id}", async (PersonId id, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ReadPeople)
        .WithTags("People").WithName("GetPerson").WithSummary("Looks one person up.").Produces<Detail>().ProducesProblem(404);
}
