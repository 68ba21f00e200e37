using System.Collections.Immutable;
using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.SignOn;

/// <summary>What an application hears of a person.</summary>
internal static class SignOnClaims
{
    public const string SessionId = "sid";
    public const string AuthenticatedAt = "auth_time";
    public const string Methods = "amr";
    public const string EnterpriseId = "enterprise_id";
    public const string EnterpriseName = "enterprise_name";

    /// <summary>Where in the enterprise the person works; absent when that is not said.</summary>
    public const string DepartmentId = "department_id";
    public const string DepartmentName = "department_name";

    /// <summary>Ids of the application's subscriptions at which the person has a seat.</summary>
    public const string Subscriptions = "subscriptions";

    /// <summary>Keys of what the person is in the application; absent when there are none.</summary>
    public const string Roles = "roles";

    /// <summary>Only in codes and refresh tokens, which nobody but the hub can read: a changed password ends them.</summary>
    public const string Stamp = "hub_stamp";

    public static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    private static readonly string[] ForPeople = [OpenIddictConstants.Scopes.OpenId, OpenIddictConstants.Scopes.Profile, OpenIddictConstants.Scopes.Email, OpenIddictConstants.Scopes.OfflineAccess];

    /// <summary>A person's token opens nothing that programs have scopes for.</summary>
    public static ImmutableArray<string> ScopesOf(OpenIddictRequest request) => [.. request.GetScopes().Intersect(ForPeople, StringComparer.Ordinal)];

    public static ClaimsIdentity Of(SignOnPerson who, HubSession session, IEnumerable<string> methods, string locale)
    {
        var identity = new ClaimsIdentity(TokenValidationParameters.DefaultAuthenticationType, HubClaims.Name, HubClaims.Role);
        identity.SetClaim(SessionId, session.Id);
        identity.SetClaim(AuthenticatedAt, session.ProvedAt.ToUnixTimeSeconds());
        identity.SetClaims(Methods, [.. methods]);
        identity.SetClaim(OpenIddictConstants.Claims.Locale, locale);
        identity.SetClaim(Stamp, who.Person.SecurityStamp);
        return Refresh(identity, who);
    }

    /// <summary>The claims of now, for the tokens that come next.</summary>
    public static ClaimsIdentity Refresh(ClaimsIdentity identity, SignOnPerson who)
    {
        identity.SetClaim(HubClaims.Subject, who.Person.PersonId.ToString());
        identity.SetClaim(HubClaims.Name, who.Person.FullName);
        identity.SetClaim(OpenIddictConstants.Claims.Email, who.Person.Email);
        identity.SetClaim(EnterpriseId, who.EnterpriseId.ToString());
        identity.SetClaim(EnterpriseName, who.EnterpriseName);
        identity.SetClaim(DepartmentId, who.Person.DepartmentId?.ToString());
        identity.SetClaim(DepartmentName, who.DepartmentName);
        SetList(identity, Subscriptions, who.Seats.Subscriptions.Select(s => s.ToString()));
        SetList(identity, Roles, who.Seats.Roles);
        identity.SetAccessTokenLifetime(AccessTokenLifetime);
        identity.SetDestinations(claim => claim.Type switch
        {
            Stamp => [],
            HubClaims.Name or OpenIddictConstants.Claims.Locale when !identity.HasScope(OpenIddictConstants.Scopes.Profile) => [],
            OpenIddictConstants.Claims.Email when !identity.HasScope(OpenIddictConstants.Scopes.Email) => [],
            HubClaims.Subject => [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken],
            SessionId or OpenIddictConstants.Claims.Locale => [OpenIddictConstants.Destinations.AccessToken, OpenIddictConstants.Destinations.IdentityToken],
            _ => [OpenIddictConstants.Destinations.IdentityToken],
        });
        return identity;
    }

    /// <summary>An array also when it has one entry: whoever reads it need not expect two shapes.</summary>
    private static void SetList(ClaimsIdentity identity, string type, IEnumerable<string> values)
    {
        var list = values.ToArray();
        identity.RemoveClaims(type);
        if (list.Length > 0)
        {
            identity.AddClaim(new(type, JsonSerializer.Serialize(list), JsonClaimValueTypes.JsonArray));
        }
    }

    public static string Locale() => CultureInfo.CurrentUICulture.Name is { Length: > 0 } name ? name : "en";
}
