using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Gives an application credentials for the hub's interfaces. The secret is told once and kept only as a hash.</summary>
internal static class CreateCredentials
{
    private static readonly string[] Scopes = ["billing.usage", "catalog.meters"];

    public sealed record Command(string ApplicationKey) : ICommand<ClientCredential>;

    public sealed class Handler(CatalogDb db, IApplicationClients clients) : IRequestHandler<Command, Outcome<ClientCredential>>
    {
        public async Task<Outcome<ClientCredential>> Handle(Command command, CancellationToken cancellationToken)
        {
            var application = await db.Applications.AsNoTracking().FirstOrDefaultAsync(a => a.Key == command.ApplicationKey, cancellationToken);
            return application is null
                ? ApplicationErrors.NotFound(command.ApplicationKey)
                : await clients.CreateAsync(application.Key, application.NameEn, Scopes, cancellationToken);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/catalog/v1/applications/{key}/credentials", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(key), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.Credentials)
            .WithTags("Catalog").WithSummary("Make client credentials for an application; the secret is in this answer only");
}
