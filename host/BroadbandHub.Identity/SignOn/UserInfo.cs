using System.Globalization;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>GET /connect/userinfo: what the hub says now of the person whose access token this is.</summary>
internal static class UserInfo
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapMethods("/connect/userinfo", ["GET", "POST"], HandleAsync)
        .AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();

    private static async Task<IResult> HandleAsync(HttpContext context, SignOnGate gate)
    {
        var token = (await context.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme)).Principal;
        if (token is null || !PersonId.TryParse(token.GetClaim(HubClaims.Subject), null, out var id)
            || await gate.FindApplicationAsync(token.GetClaim(HubClaims.Client), context.RequestAborted) is not { } application
            || await gate.FindPersonAsync(id, application.ApplicationKey, context.RequestAborted) is not { } who)
        {
            return Results.Challenge(
                new(new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [OpenIddictServerAspNetCoreConstants.Properties.Error] = OpenIddictConstants.Errors.InvalidToken,
                    [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The person may not use this application any more.",
                }),
                [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
        }

        var locale = token.GetClaim(OpenIddictConstants.Claims.Locale);
        return Results.Json(Describe(who, locale, token.HasScope(OpenIddictConstants.Scopes.Profile), token.HasScope(OpenIddictConstants.Scopes.Email)));
    }

    /// <summary>What an application hears of a person whom it has in front of it.</summary>
    public static Dictionary<string, object?> Describe(SignOnPerson who, string? locale, bool withProfile, bool withEmail)
    {
        var said = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [HubClaims.Subject] = who.Person.PersonId.ToString(),
            [SignOnClaims.EnterpriseId] = who.EnterpriseId.ToString(),
            [SignOnClaims.EnterpriseName] = who.EnterpriseName,
            [SignOnClaims.Subscriptions] = who.Seats.Subscriptions.Select(s => s.ToString()).ToArray(),
        };
        if (who.DepartmentName is { } department)
        {
            said[SignOnClaims.DepartmentId] = who.Person.DepartmentId.ToString();
            said[SignOnClaims.DepartmentName] = department;
        }

        if (who.Seats.Roles.Count > 0)
        {
            said[SignOnClaims.Roles] = who.Seats.Roles;
        }

        if (withProfile)
        {
            said[HubClaims.Name] = who.Person.FullName;
            said[OpenIddictConstants.Claims.Locale] = locale;
        }

        if (withEmail)
        {
            said[OpenIddictConstants.Claims.Email] = who.Person.Email;
        }

        return said;
    }
}
