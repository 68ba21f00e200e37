using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;

namespace NetworkDisk.SignOn;

/// <summary>The hub says that a session has ended (OpenID Connect Back-Channel Logout 1.0). Only a token that the hub signed for this application counts.</summary>
internal static class BackChannelLogout
{
    private const string Event = "http://schemas.openid.net/event/backchannel-logout";

    public static async Task<IResult> HandleAsync(HttpRequest request, IOptionsMonitor<OpenIdConnectOptions> options, EndedSessions ended)
    {
        if (!request.HasFormContentType)
        {
            return Refused;
        }

        var oidc = options.Get(OpenIdConnectDefaults.AuthenticationScheme);
        var hub = await oidc.ConfigurationManager!.GetConfigurationAsync(request.HttpContext.RequestAborted);
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(form["logout_token"].ToString(), new()
        {
            ValidIssuer = hub.Issuer,
            ValidAudience = oidc.ClientId,
            IssuerSigningKeys = hub.SigningKeys,
            ValidTypes = ["logout+jwt"],
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken token || !token.TryGetPayloadValue<string>("sid", out var session)
            || !token.TryGetPayloadValue<Dictionary<string, object>>("events", out var events) || !events.ContainsKey(Event) || token.TryGetPayloadValue<string>("nonce", out _))
        {
            return Refused;
        }

        ended.Add(session);
        return Results.NoContent();
    }

    private static IResult Refused => Problems.Of(400, "sign_on.bad_logout_token", "This is no logout token of the hub for this application.");
}
