using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Catalog.Credentials;

/// <summary>An application's credentials, newest first; never a secret.</summary>
internal static class ListCredentials
{
    public sealed record Query(string ApplicationKey) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<CredentialView> Items);

    public sealed class Handler(CatalogDb db, ICurrentUser user, IApplicationClients clients) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.FindManagedAsync(user, query.ApplicationKey, cancellationToken) is null
                ? Applications.ApplicationErrors.NotFound(query.ApplicationKey)
                : new Result(await clients.ListAsync(query.ApplicationKey, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/applications/{key}/credentials", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(key), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items, Next = (string?)null })))
            .RequireAuthorization(CatalogPermissions.Credentials)
            .WithTags("Catalog").WithSummary("List an application's credentials with their last use; never a secret");
}
