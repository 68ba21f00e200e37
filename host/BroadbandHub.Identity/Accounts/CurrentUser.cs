using System.Security.Claims;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Names of the claims in cookies and access tokens.</summary>
internal static class HubClaims
{
    public const string Subject = "sub";
    public const string Name = "name";
    public const string Audience = "hub_audience";
    public const string Enterprise = "enterprise";
    public const string Partner = "partner";
    public const string Organisation = "organisation";
    public const string Role = "role";
    public const string Client = "client_id";
    public const string Application = "application";
    public const string OperatorScope = "operator";
}

internal sealed class CurrentUser(IHttpContextAccessor http, RoleBook roles) : ICurrentUser, IViewer
{
    private ClaimsPrincipal? User => http.HttpContext?.User is { Identity.IsAuthenticated: true } user ? user : null;

    public bool IsSignedIn => User is not null;

    /// <summary>No request is being answered: the hub itself works (a job, an event, the start).</summary>
    public bool IsHub => http.HttpContext is null;

    public PersonId? PersonId => Id<PersonId>(HubClaims.Subject);

    /// <summary>The person's session, and when the person last proved who they are in it; null for a machine.</summary>
    public HubSession? Session => HubSession.Of(http.HttpContext?.Features.Get<IAuthenticateResultFeature>()?.AuthenticateResult);

    /// <summary>Whether the person signed in with a security key.</summary>
    public bool HasUsedKey => User?.HasClaim(SignOnClaims.Methods, "hwk") == true;

    /// <summary>Whether the person typed a code of the authenticator app, or a recovery code, beside the password.</summary>
    public bool HasUsedCode => User?.HasClaim(SignOnClaims.Methods, "otp") == true;

    public string? SessionId => Session?.Id;

    public string? ClientId => User?.FindFirstValue(HubClaims.Client);

    public string Name => User?.FindFirstValue(HubClaims.Name) ?? ClientId ?? (IsHub ? "hub" : "");

    public string? Organisation => User?.FindFirstValue(HubClaims.Organisation);

    public Audience Audience =>
        User is null ? Audience.Public
        : ClientId is not null ? AudienceOf(User)
        : Enum.TryParse<Audience>(User.FindFirstValue(HubClaims.Audience), out var audience) ? audience : Audience.Public;

    public EnterpriseId? EnterpriseId => Id<EnterpriseId>(HubClaims.Enterprise);

    public PartnerId? PartnerId => Id<PartnerId>(HubClaims.Partner);

    public string? ApplicationKey => User?.FindFirstValue(HubClaims.Application);

    public bool Can(string permission) => Can(User, permission, roles);

    public static bool Can(ClaimsPrincipal? user, string permission, RoleBook roles)
    {
        if (user?.Identity is not { IsAuthenticated: true })
        {
            return false;
        }

        if (user.HasClaim(c => c.Type == HubClaims.Client))
        {
            return Scopes(user).Contains(permission) || (Scopes(user).Contains(HubClaims.OperatorScope) && roles.IsFor(Audience.Operator, permission));
        }

        return user.FindAll(HubClaims.Role).Any(r => roles.Gives(r.Value, permission));
    }

    public static bool IsPerson(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true } && !user.HasClaim(c => c.Type == HubClaims.Client);

    public static Audience AudienceOf(ClaimsPrincipal user) =>
        user.HasClaim(c => c.Type == HubClaims.Client)
            ? (IsOperators(user) ? Audience.Operator : Audience.Partner)
            : Enum.TryParse<Audience>(user.FindFirstValue(HubClaims.Audience), out var audience) ? audience : Audience.Public;

    // A program outside of any application is the operator's or an integrator's, however little it may do.
    private static bool IsOperators(ClaimsPrincipal program) => Scopes(program).Contains(HubClaims.OperatorScope) || !program.HasClaim(c => c.Type == HubClaims.Application);

    // A token has one "scope" claim with all of them; the validation splits it into one private claim each.
    private static IEnumerable<string> Scopes(ClaimsPrincipal user) =>
        user.FindAll("oi_scp").Select(c => c.Value).Concat(user.FindAll("scope").SelectMany(c => c.Value.Split(' ')));

    private TId? Id<TId>(string claim)
        where TId : struct, IHubId<TId> => TId.TryParse(User?.FindFirstValue(claim), null, out var id) ? id : null;
}
