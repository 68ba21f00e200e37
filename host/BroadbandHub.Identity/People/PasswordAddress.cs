using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.People;

/// <summary>The whole address of a password link: below the hub's public address, or below the one that the current request came to.</summary>
internal sealed class PasswordAddress(IHttpContextAccessor http, IConfiguration configuration)
{
    public string Of(string link)
    {
        var request = http.HttpContext?.Request;
        var root = configuration["Hub:PublicUrl"] is { Length: > 0 } given ? given : $"{request?.Scheme}://{request?.Host}{request?.PathBase}";
        return $"{root.TrimEnd('/')}/{link}";
    }
}
