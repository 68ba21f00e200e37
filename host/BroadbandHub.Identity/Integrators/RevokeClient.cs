using BroadbandHub.Identity.Grants;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Identity.Integrators;

/// <summary>Ends a client at once, with the tokens that it has.</summary>
internal static class RevokeClient
{
    [Logged("identity.client.revoked")]
    internal sealed record Command(string ClientId) : ICommand<Done>;

    internal sealed class Handler(ApplicationClients clients, GrantApproval grants, Changes changes) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command request, CancellationToken cancellationToken)
        {
            changes.This.About("client", request.ClientId, request.ClientId);
            await grants.WithdrawAsync(request.ClientId, cancellationToken);
            return await clients.RevokeAsync(null, request.ClientId, cancellationToken);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapDelete("/identity/v1/clients/{clientId}", async (string clientId, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(clientId), cancellationToken)).ToHttp(_ => Results.NoContent()))
        .RequireAuthorization(IdentityPermissions.ManageClients)
        .WithTags("Clients").WithName("RevokeClient").WithSummary("Ends a client and the tokens that it has, at once. Again is no error.").ProducesProblem(404);
}
