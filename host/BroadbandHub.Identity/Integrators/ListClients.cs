using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Integrators;

/// <summary>The API clients outside of any application, the newest first; never their secrets.</summary>
internal static class ListClients
{
    internal sealed record Query : IQuery<Clients>;

    internal sealed record Clients(IReadOnlyList<CredentialView> Items, string? Next = null);

    internal sealed class Handler(ApplicationClients clients) : IRequestHandler<Query, Outcome<Clients>>
    {
        public async Task<Outcome<Clients>> Handle(Query request, CancellationToken cancellationToken) => new Clients(await clients.ListAsync(null, cancellationToken));
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/clients", async (IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ManageClients)
        .WithTags("Clients").WithName("ListClients").WithSummary("The API clients of the operator and of integrators, revoked ones too, with when they were used last.").Produces<Clients>();
}
