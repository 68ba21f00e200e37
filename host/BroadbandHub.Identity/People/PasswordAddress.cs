using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.People;

/// <summary>The whole address of a password link: below the hub's public address, or below the one that the current request came to.</summary>
internal sealed class PasswordAddress(IHttpContextAccessor http, IConfiguration configuration)
{
    public string Of(string link) => $"{Configured ?? Asked}/{link}";

    /// <summary>
    /// What mails may name: whoever asks for a mail to somebody else can make the request's host up, and the link in the mail would lead there. So it is the
    /// configured address, or this very machine; null when neither is known.
    /// </summary>
    public string? RootForMail() => Configured ?? (http.HttpContext?.Request.Host.Host is { } host && IsThisMachine(host) ? Asked : null);

    private string? Configured => configuration["Hub:PublicUrl"] is { Length: > 0 } given ? given.TrimEnd('/') : null;

    private string Asked => http.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}{request.PathBase}" : "";

    private static bool IsThisMachine(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
