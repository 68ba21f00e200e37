using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Says to an application that a session has ended (OpenID Connect Back-Channel Logout 1.0, section 2.4). Singleton.</summary>
internal sealed class LogoutToken(IOptionsMonitor<OpenIddictServerOptions> server, TimeProvider clock)
{
    public const string Type = "logout+jwt";
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    public string Write(LogoutNotice notice)
    {
        var options = server.CurrentValue;
        var now = clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = options.Issuer?.AbsoluteUri,
            Audience = notice.ClientId,
            IssuedAt = now.UtcDateTime,
            Expires = (now + Lifetime).UtcDateTime,
            SigningCredentials = options.SigningCredentials[0],
            Claims = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                // The same one at each attempt, so that an application that keeps them does the work once.
                ["jti"] = notice.Id.ToString("N"),
                ["sub"] = notice.PersonId.ToString(),
                ["sid"] = notice.SessionId,
                ["events"] = new Dictionary<string, object>(StringComparer.Ordinal) { [Event] = new Dictionary<string, object>(StringComparer.Ordinal) },
            },
        });
    }
}
