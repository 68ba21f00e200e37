using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>A code or refresh token turns into tokens. OpenIddict has checked it; whether the person may still in is asked anew.</summary>
internal static class RedeemSignOn
{
    public static async Task<IResult> HandleAsync(HttpContext context, OpenIddictRequest request, SignOnGate gate, KeyRules rules, UsedOnce usedOnce)
    {
        var given = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (given is null || !PersonId.TryParse(given.GetClaim(HubClaims.Subject), null, out var id)
            || await gate.FindApplicationAsync(request.ClientId, context.RequestAborted) is not { } application
            || await gate.FindPersonAsync(id, application.ApplicationKey, context.RequestAborted) is not { } person
            || person.Person.SecurityStamp != given.GetClaim(SignOnClaims.Stamp)
            || (!given.HasClaim(SignOnClaims.Methods, "hwk") && await rules.IsRequiredAsync(person.Person, context.RequestAborted)))
        {
            return SignOnErrors.Refuse(OpenIddictConstants.Errors.InvalidGrant, "The person may not use this application any more, or has to sign in again.");
        }

        if (!await usedOnce.ClaimAsync(given, context.RequestAborted))
        {
            return SignOnErrors.Refuse(OpenIddictConstants.Errors.InvalidGrant, "It has been used already. The sign-on has ended.");
        }

        var identity = SignOnClaims.Refresh((ClaimsIdentity)given.Identity!, person);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }
}
