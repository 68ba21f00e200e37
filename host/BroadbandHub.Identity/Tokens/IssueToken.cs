using System.Collections.Immutable;
using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.SignOn;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace BroadbandHub.Identity.Tokens;

/// <summary>POST /connect/token: OpenIddict has checked the client's secret and scopes by now; this says what the token carries.</summary>
internal static class IssueToken
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/connect/token", HandleAsync)
        .AllowAnonymous().DisableAntiforgery().WithTags("Tokens").WithName("IssueToken")
        .WithSummary("Gives an access token to a program (client_credentials; form-encoded client_id, client_secret, scope), or the tokens of a sign-on (authorization_code, refresh_token).");

    private static async Task<IResult> HandleAsync(HttpContext context, IOpenIddictApplicationManager clients, CredentialStates states, SignOnGate gate, KeyRules rules, UsedOnce usedOnce)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not a token request.");
        var client = await clients.FindByClientIdAsync(request.ClientId ?? "", context.RequestAborted)
            ?? throw new InvalidOperationException("The client is gone.");
        if (!await states.IsLiveAsync(request.ClientId ?? "", context.RequestAborted))
        {
            return Results.Forbid(
                new(new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidClient,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The credential has been revoked or has expired.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        if (!request.IsClientCredentialsGrantType())
        {
            return await RedeemSignOn.HandleAsync(context, request, gate, rules, usedOnce);
        }

        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, HubClaims.Name, HubClaims.Role);
        identity.SetClaim(HubClaims.Subject, request.ClientId);
        identity.SetClaim(HubClaims.Name, await clients.GetDisplayNameAsync(client, context.RequestAborted));
        var properties = await clients.GetPropertiesAsync(client, context.RequestAborted);
        if (properties.TryGetValue(HubClaims.Application, out var application))
        {
            identity.SetClaim(HubClaims.Application, application.GetString());
        }

        identity.SetScopes(Granted(request, await clients.GetPermissionsAsync(client, context.RequestAborted)));
        identity.SetDestinations(_ => [OpenIddictConstants.Destinations.AccessToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    /// <summary>What was asked for, or everything the client may have when it asked for nothing.</summary>
    private static IEnumerable<string> Granted(OpenIddictRequest request, ImmutableArray<string> permissions)
    {
        var asked = request.GetScopes();
        return asked.Length > 0
            ? asked
            : permissions.Where(p => p.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal))
                .Select(p => p[OpenIddictConstants.Permissions.Prefixes.Scope.Length..]);
    }
}
