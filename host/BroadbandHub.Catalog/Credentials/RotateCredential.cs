using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Catalog.Credentials;

/// <summary>Makes a successor of a credential; the old one stays good for a while, so that the application can change over without a gap.</summary>
internal static class RotateCredential
{
    public static readonly TimeSpan UsualOverlap = TimeSpan.FromDays(1);
    private static readonly TimeSpan MostOverlap = TimeSpan.FromDays(90);

    public sealed record Body(DateTimeOffset? OldValidUntil);

    [Logged("catalog.credential.rotated")]
    public sealed record Command(string ApplicationKey, string ClientId, DateTimeOffset? OldValidUntil) : ICommand<ClientCredential>;

    public sealed class Handler(CatalogDb db, ICurrentUser user, IApplicationClients clients, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<ClientCredential>>
    {
        public async Task<Outcome<ClientCredential>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var until = command.OldValidUntil ?? now + UsualOverlap;
            if (until < now || until > now + MostOverlap)
            {
                return HubError.Invalid("credential.bad_overlap", "The old credential can stay valid for at most 90 days from now.", "oldValidUntil");
            }

            changes.This.About("credential", command.ClientId, command.ClientId).With("application", command.ApplicationKey).With("expires_at", until);
            if (await db.FindManagedAsync(user, command.ApplicationKey, cancellationToken) is null)
            {
                return Applications.ApplicationErrors.NotFound(command.ApplicationKey);
            }

            var made = await clients.RotateAsync(command.ApplicationKey, command.ClientId, until, cancellationToken);
            changes.This.With("successor", made.IsOk ? made.Value.ClientId : null);
            return made;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(
                "/catalog/v1/applications/{key}/credentials/{clientId}/rotate",
                async (string key, string clientId, Body? body, IMediator mediator, CancellationToken cancellationToken) =>
                    (await mediator.Send(new Command(key, clientId, body?.OldValidUntil), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.Credentials)
            .WithTags("Catalog").WithSummary("Make a successor of a credential; the old one stays valid until oldValidUntil (a day when left out)");
}
