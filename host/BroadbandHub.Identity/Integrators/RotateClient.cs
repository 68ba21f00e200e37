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

/// <summary>Gives a client's successor out, while the old secret goes on for a while: nothing has to stop for it.</summary>
internal static class RotateClient
{
    private static readonly TimeSpan UsualOverlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan MostOverlap = TimeSpan.FromDays(90);

    internal sealed record Body(DateTimeOffset? OldValidUntil);

    [Logged("identity.client.rotated")]
    internal sealed record Command(string ClientId, DateTimeOffset? OldValidUntil = null) : ICommand<ClientCredential>;

    internal sealed class Handler(ApplicationClients clients, ClientRules rules, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<ClientCredential>>
    {
        public async Task<Outcome<ClientCredential>> Handle(Command request, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            var until = request.OldValidUntil ?? now + UsualOverlap;
            if (until < now || until > now + MostOverlap)
            {
                return HubError.Invalid("credential.bad_overlap", "The old credential can stay valid for at most 90 days from now.", "oldValidUntil");
            }

            // Whoever gets the new secret may do what the client may.
            if (await clients.FindAsync(null, request.ClientId, cancellationToken) is { } old && MayHand(old, now) is { } refused)
            {
                return refused;
            }

            changes.This.About("client", request.ClientId, request.ClientId).With("expires_at", until);
            var made = await clients.RotateAsync(null, request.ClientId, until, cancellationToken);
            changes.This.With("successor", made.IsOk ? made.Value.ClientId : null);
            return made;
        }

        private HubError? MayHand(Credential client, DateTimeOffset now) =>
            client.Scopes.Length > 0 ? rules.MayGive(client.ScopeList)
            : client.IsLive(now) ? HubError.Conflict("client.waits", "Nobody has agreed yet to what the client may do. Wait for that, or revoke it and make another one.")
            : null;
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/clients/{clientId}/rotate", async (string clientId, Body? body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Command(clientId, body?.OldValidUntil), cancellationToken)).ToHttp())
        .RequireAuthorization(IdentityPermissions.ManageClients)
        .WithTags("Clients").WithName("RotateClient").WithSummary("Makes a successor of the same name and scopes, good for as long as the old one was made for; the old one stays valid for 24 hours, or until oldValidUntil (90 days at most).")
        .Produces<ClientCredential>().ProducesProblem(404).ProducesProblem(409);
}
