using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Errors = OpenIddict.Abstractions.OpenIddictConstants.Errors;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// GET /connect/authorize: an application asks who is there. OpenIddict has checked client, redirect address, scopes and PKCE by now. Nobody is asked for
/// consent: the applications are the operator's.
/// </summary>
internal static class Authorize
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/connect/authorize", ["GET", "POST"], HandleAsync)
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, SignOnGate gate, SignOnStart start, TimeProvider clock)
    {
        var request = context.GetOpenIddictServerRequest() ?? throw new InvalidOperationException("Not an authorization request.");
        var silent = request.HasPromptValue(OpenIddictConstants.PromptValues.None);
        var signedIn = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var session = HubSession.Of(signedIn);
        var again = request.HasPromptValue(OpenIddictConstants.PromptValues.Login)
            || (session is not null && request.MaxAge is { } age && clock.GetUtcNow() - session.ProvedAt > TimeSpan.FromSeconds(Math.Clamp(age, 0, int.MaxValue)));
        if (session is null || again || !PersonId.TryParse(signedIn.Principal?.FindFirstValue(HubClaims.Subject), null, out var id))
        {
            return silent ? SignOnErrors.Refuse(Errors.LoginRequired, "Nobody is signed in.") : AskToSignIn(request, again && session is not null);
        }

        if (await gate.FindApplicationAsync(request.ClientId, context.RequestAborted) is not { } application)
        {
            return SignOnErrors.Refuse(Errors.UnauthorizedClient, "The credential has been revoked or has expired, or its application takes no sign-ons.");
        }

        if (await gate.FindPersonAsync(id, application.ApplicationKey, context.RequestAborted) is not { } person)
        {
            return silent
                ? SignOnErrors.Refuse(Errors.AccessDenied, "The person has no seat on an active subscription of this application.")
                : Results.LocalRedirect("/sign-on/no-seat?application=" + application.ApplicationKey);
        }

        var identity = SignOnClaims.Of(person, session, signedIn.Principal!.FindAll(SignOnClaims.Methods).Select(c => c.Value), SignOnClaims.Locale());
        if (!await start.NoteAsync(identity, request, session.Id, person.Person.PersonId, application.ApplicationKey, context.RequestAborted))
        {
            return silent ? SignOnErrors.Refuse(Errors.LoginRequired, "Nobody is signed in.") : AskToSignIn(request, again: false);
        }

        SignOnClaims.Refresh(identity, person);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    // The page comes back here, asking for no sign-in any more: it has just happened.
    private static IResult AskToSignIn(OpenIddictRequest request, bool again)
    {
        var query = request.GetParameters().Where(p => p.Key is not "prompt" && !(again && p.Key is "max_age"))
            .Select(p => KeyValuePair.Create(p.Key, (string?)p.Value)).Where(p => p.Value is not null);
        var back = "/connect/authorize" + QueryString.Create(query);
        return Results.LocalRedirect((again ? "/sign-in?again=true&returnUrl=" : "/sign-in?returnUrl=") + Uri.EscapeDataString(back));
    }
}

/// <summary>Notes that somebody signs on, so that the end of the session finds the sign-on.</summary>
internal sealed class SignOnStart(
    IdentityDb db, IOpenIddictApplicationManager clients, IOpenIddictAuthorizationManager authorizations, IUnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>False when the session has ended meanwhile.</summary>
    public async Task<bool> NoteAsync(ClaimsIdentity identity, OpenIddictRequest request, string sessionId, PersonId person, string applicationKey, CancellationToken cancellationToken)
    {
        identity.SetScopes(SignOnClaims.ScopesOf(request));

        // Named as whom the token is for, or any other client could ask what is in it.
        identity.SetResources(request.ClientId!);
        var authorizationId = await unitOfWork.RunAsync(
            async () =>
            {
                // The session's row is held: a sign-out at this moment either ends the sign-on that is noted here, or is seen.
                if (await db.Sessions.Where(s => s.Id == sessionId && s.PersonId == person && s.EndedAt == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, s => s.LastSeenAt), cancellationToken) == 0)
                {
                    return null;
                }

                var client = await clients.FindByClientIdAsync(request.ClientId!, cancellationToken) ?? throw new InvalidOperationException("The client is gone.");
                var authorization = await authorizations.CreateAsync(
                    identity, person.ToString(), (await clients.GetIdAsync(client, cancellationToken))!, OpenIddictConstants.AuthorizationTypes.AdHoc, identity.GetScopes(), cancellationToken);
                var id = (await authorizations.GetIdAsync(authorization, cancellationToken))!;
                db.SignOns.Add(new()
                {
                    AuthorizationId = id, SessionId = sessionId, PersonId = person, ClientId = request.ClientId!, ApplicationKey = applicationKey,
                    StartedAt = clock.GetUtcNow().ToWholeMicros(),
                });
                return id;
            },
            id => id is not null,
            cancellationToken);
        identity.SetAuthorizationId(authorizationId);
        return authorizationId is not null;
    }
}

internal static class SignOnErrors
{
    /// <summary>The error goes where OAuth says: to the redirect address, or into the token answer.</summary>
    public static IResult Refuse(string error, string description) => Results.Forbid(
        new(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}
