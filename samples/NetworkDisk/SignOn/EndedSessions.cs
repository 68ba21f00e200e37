using System.Collections.Concurrent;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace NetworkDisk.SignOn;

/// <summary>Sessions of the hub that have ended: a cookie that was made in one of them is good no more.</summary>
internal sealed class EndedSessions
{
    private readonly ConcurrentDictionary<string, bool> ended = new(StringComparer.Ordinal);

    public void Add(string sessionId) => ended[sessionId] = true;

    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<EndedSessions>();
        if (context.Principal?.FindFirst("sid")?.Value is not { } id || sessions.ended.ContainsKey(id))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
