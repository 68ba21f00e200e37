using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Catalog.Credentials;

/// <summary>Ends a credential now, with all tokens that were issued for it.</summary>
internal static class RevokeCredential
{
    [Logged("catalog.credential.revoked")]
    public sealed record Command(string ApplicationKey, string ClientId) : ICommand<Done>;

    public sealed class Handler(CatalogDb db, ICurrentUser user, IApplicationClients clients, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            changes.This.About("credential", command.ClientId, command.ClientId).With("application", command.ApplicationKey);
            return await db.FindManagedAsync(user, command.ApplicationKey, cancellationToken) is null
                ? Applications.ApplicationErrors.NotFound(command.ApplicationKey)
                : await clients.RevokeAsync(command.ApplicationKey, command.ClientId, cancellationToken);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(
                "/catalog/v1/applications/{key}/credentials/{clientId}/revoke",
                async (string key, string clientId, IMediator mediator, CancellationToken cancellationToken) =>
                    (await mediator.Send(new Command(key, clientId), cancellationToken)).ToHttp(_ => Results.NoContent()))
            .RequireAuthorization(CatalogPermissions.Credentials)
            .WithTags("Catalog").WithSummary("Revoke a credential and the tokens issued for it; again is no error");
}
