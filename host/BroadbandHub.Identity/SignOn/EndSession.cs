using BroadbandHub.Identity.Sessions;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// GET /connect/end-session: an application signs somebody out everywhere. OpenIddict has checked the token hint and where to go afterwards. Only an id token
/// of this very session ends it without a question: a link on somebody's page does not.
/// </summary>
internal static class EndSession
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/connect/end-session", ["GET", "POST"], HandleAsync)
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, SessionBook sessions)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an end-session request.");
        var session = HubSession.Of(await context.AuthenticateAsync(IdentityConstants.ApplicationScheme));
        if (session is not null)
        {
            var hint = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
            if (hint?.GetClaim(SignOnClaims.SessionId) != session.Id)
            {
                var back = "/connect/end-session" + QueryString.Create(request.GetParameters().Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)).Where(p => p.Value is not null));
                return Results.LocalRedirect("/sign-out/confirm" + QueryString.Create("returnUrl", back));
            }

            await HubSession.EndAsync(context, sessions);
        }

        return Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }
}
