using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.People;

/// <summary>All roles with what they give and how many people have them.</summary>
internal static class ListRoles
{
    internal sealed record Query : IQuery<Result>;

    internal sealed record Result(IReadOnlyList<Item> Items);

    internal sealed record Item(string Key, LocalText Name, Audience Audience, bool IsBuiltIn, int People, IReadOnlyList<string> Permissions, string Revision);

    internal sealed class Handler(PeopleScope scope, CurrentUser user, RoleBook roles) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query request, CancellationToken cancellationToken)
        {
            var counts = await scope.People.SelectMany(p => p.Roles).GroupBy(r => r.Role).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, StringComparer.Ordinal, cancellationToken);
            return new Result([.. roles.All.Where(r => scope.SeesAll || r.Audience == user.Audience).Select(r => new Item(
                r.Key, r.Name, r.Audience, r.IsBuiltIn, counts.GetValueOrDefault(r.Key), [.. roles.PermissionsOf(r).Select(p => p.Name)], SaveRole.RevisionOf(r.Name, roles.PermissionsOf(r).Select(p => p.Name))))]);
        }
    }

    // There are as many roles as the operator composes: one page holds them.
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/roles", async (IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items, Next = (string?)null })))
        .RequireAuthorization(IdentityPermissions.ReadPeople)
        .WithTags("People").WithName("ListRoles").WithSummary("Lists roles with their permissions.");
}
