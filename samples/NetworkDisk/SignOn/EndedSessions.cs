using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace NetworkDisk.SignOn;

/// <summary>
/// Sessions of the hub whose end was told: a cookie that was made in one of them before is good no more. A later one is: the hub lets the same session in again, for example with other roles.
/// </summary>
internal sealed class EndedSessions
{
    private const string SignedOnAt = "signed-on-at";
    private readonly ConcurrentDictionary<string, DateTimeOffset> ended = new(StringComparer.Ordinal);

    public void Add(string sessionId) => ended[sessionId] = TimeProvider.System.GetUtcNow();

    /// <summary>A cookie's own instant of issue is rounded to seconds, and moves when the cookie is renewed.</summary>
    public static Task StampAsync(CookieSigningInContext context)
    {
        context.Properties.Items[SignedOnAt] = TimeProvider.System.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    public static async Task CheckAsync(CookieValidatePrincipalContext context)
    {
        var sessions = context.HttpContext.RequestServices.GetRequiredService<EndedSessions>();
        if (context.Principal?.FindFirst("sid")?.Value is not { } id || !context.Properties.Items.TryGetValue(SignedOnAt, out var text)
            || (sessions.ended.TryGetValue(id, out var endedAt) && DateTimeOffset.Parse(text!, CultureInfo.InvariantCulture) <= endedAt))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }
    }
}
