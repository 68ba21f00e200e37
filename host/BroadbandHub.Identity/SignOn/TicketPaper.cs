using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// What the browser carries of a ticket: which one, for which application and until when, signed with the key that is published for all tokens. Nothing about the person, since addresses
/// end up in logs. Singleton.
/// </summary>
internal sealed class TicketPaper(IOptionsMonitor<OpenIddictServerOptions> server, TimeProvider clock)
{
    public const string Type = "hub-ticket+jwt";
    private const int Most = 2_000;

    public string Write(Ticket ticket)
    {
        var options = server.CurrentValue;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = Type,
            Issuer = options.Issuer?.AbsoluteUri,
            Audience = ticket.ApplicationKey,
            IssuedAt = clock.GetUtcNow().UtcDateTime,
            Expires = ticket.ExpiresAt.UtcDateTime,
            SigningCredentials = options.SigningCredentials[0],
            Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["jti"] = ticket.Id.ToString("N") },
        });
    }

    /// <summary>Which ticket it is; null when this hub did not write it, or for another application. Its time is in the row.</summary>
    public async Task<Guid?> ReadAsync(string? text, string applicationKey)
    {
        if (text is not { Length: > 0 and <= Most })
        {
            return null;
        }

        var options = server.CurrentValue;
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(text, new()
        {
            ValidIssuer = options.Issuer?.AbsoluteUri,
            ValidAudience = applicationKey,
            IssuerSigningKeys = options.SigningCredentials.Select(c => c.Key),
            ValidAlgorithms = options.SigningCredentials.Select(c => c.Algorithm),
            ValidTypes = [Type],
            ValidateLifetime = false,
        });
        return result.IsValid && Guid.TryParseExact(((JsonWebToken)result.SecurityToken).Id, "N", out var id) ? id : null;
    }
}
