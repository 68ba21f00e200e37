using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Catalog.Credentials;

/// <summary>Gives an application credentials for the hub's interfaces. The secret is told once and kept only as a hash.</summary>
internal static class CreateCredential
{
    public const int MostName = 100;
    private const int MostLive = 50;
    private static readonly string[] Scopes = ["billing.usage", "catalog.meters"];

    public sealed record Body(string? Name, DateTimeOffset? ExpiresAt);

    [Logged("catalog.credential.created")]
    public sealed record Command(string ApplicationKey, string? Name = null, DateTimeOffset? ExpiresAt = null) : ICommand<ClientCredential>;

    public sealed class Handler(CatalogDb db, ICurrentUser user, IApplicationClients clients, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<ClientCredential>>
    {
        public async Task<Outcome<ClientCredential>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (await db.FindManagedAsync(user, command.ApplicationKey, cancellationToken) is not { } application)
            {
                return Applications.ApplicationErrors.NotFound(command.ApplicationKey);
            }

            var name = string.IsNullOrWhiteSpace(command.Name) ? application.NameEn : command.Name.Trim();
            if (name.Length > MostName || name.Any(char.IsControl))
            {
                return string.IsNullOrWhiteSpace(command.Name)
                    ? await MakeAsync(application.Key, name[..MostName], command.ExpiresAt, cancellationToken)
                    : HubError.Invalid("credential.bad_name", $"The name is text of at most {MostName} characters.", "name");
            }

            return await MakeAsync(application.Key, name, command.ExpiresAt, cancellationToken);
        }

        private async Task<Outcome<ClientCredential>> MakeAsync(string key, string name, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
        {
            if (CredentialEnd.Check(expiresAt, clock.GetUtcNow()) is { } wrong)
            {
                return wrong;
            }

            return (await clients.ListAsync(key, cancellationToken)).Count(c => c.IsLive) >= MostLive
                ? HubError.Conflict("credential.too_many", $"The application has {MostLive} valid credentials already. Revoke those that nobody uses.")
                : await CreateAsync(key, name, expiresAt, cancellationToken);
        }

        private async Task<ClientCredential> CreateAsync(string key, string name, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
        {
            var made = await clients.CreateAsync(key, name, Scopes, expiresAt, cancellationToken);
            changes.This.About("credential", made.ClientId, name).With("application", key).With("expires_at", expiresAt);
            return made;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/catalog/v1/applications/{key}/credentials", async (string key, Body? body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key, body?.Name, body?.ExpiresAt), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.Credentials)
            .WithTags("Catalog").WithSummary("Make client credentials for an application, with a name and an expiry if you like; the secret is in this answer only");
}
