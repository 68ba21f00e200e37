using BroadbandHub.Identity.Contracts;
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

/// <summary>Makes an API client outside of any application. The secret is told once and kept only as a hash.</summary>
internal static class CreateClient
{
    private const int MostLive = 200;

    [Logged("identity.client.created")]
    internal sealed record Command(string? Name, IReadOnlyList<string>? Scopes, DateTimeOffset? ExpiresAt) : ICommand<Made>;

    /// <param name="Wait">Scopes that a second person has to agree to first; until then the client may do nothing.</param>
    internal sealed record Made(string ClientId, string ClientSecret, IReadOnlyList<string> Wait);

    internal sealed class Handler(ApplicationClients clients, ClientRules rules, GrantApproval grants, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Made>>
    {
        public async Task<Outcome<Made>> Handle(Command request, CancellationToken cancellationToken)
        {
            var name = request.Name?.Trim() ?? "";
            if (name.Length is 0 or > Credential.MostName || name.Any(char.IsControl))
            {
                return HubError.Invalid("client.bad_name", $"Give the client a name of at most {Credential.MostName} characters.", "name");
            }

            var scopes = (request.Scopes ?? []).Distinct(StringComparer.Ordinal).ToList();
            if (rules.MayGive(scopes) is { } refused)
            {
                return refused;
            }

            if (CredentialEnd.Check(request.ExpiresAt, clock.GetUtcNow()) is { } wrong)
            {
                return wrong;
            }

            if ((await clients.ListAsync(null, cancellationToken)).Count(c => c.IsLive) >= MostLive)
            {
                return HubError.Conflict("client.too_many", $"There are {MostLive} valid clients already. Revoke those that nobody uses.");
            }

            IReadOnlyList<string> wait = grants.IsNeeded(Audience.Operator) ? scopes : [];
            var made = await clients.CreateAsync(null, name, wait.Count > 0 ? [] : scopes, request.ExpiresAt, cancellationToken);
            changes.This.About("client", made.ClientId, name).With("scopes", scopes).With("expires_at", request.ExpiresAt).With("wait", wait.Count > 0 ? wait : null);
            return wait.Count > 0 && await grants.RequestAsync(made, name, wait, cancellationToken) is { } unasked ? unasked : new Made(made.ClientId, made.ClientSecret, wait);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/identity/v1/clients", async (Command body, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(body, cancellationToken)).ToHttp(made => Results.Created("/identity/v1/clients", made)))
        .RequireAuthorization(IdentityPermissions.ManageClients)
        .WithTags("Clients").WithName("CreateClient").WithSummary("Makes an API client; scopes are permissions of the operator, or “operator” for all. The secret is in this answer only. Where grants need a second person, the scopes wait for one.")
        .Produces<Made>(201).ProducesProblem(400).ProducesProblem(403);
}
