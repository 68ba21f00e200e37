using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Remembers which language somebody chose, beyond the browser in which it was chosen. Scoped; the module that knows people implements it.</summary>
public interface IChosenLanguage
{
    /// <summary>The reader chose; nothing happens when nobody has signed in.</summary>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    Task KeepAsync(string language, CancellationToken cancellationToken);
}

/// <summary>The cookie from which pages take their language.</summary>
public static class LanguageCookie
{
    public const string Name = "hub.language";

    /// <summary>The next page in this browser is in that language.</summary>
    /// <param name="language"><c>en</c> or <c>zh</c>.</param>
    public static void Set(HttpContext context, TimeProvider clock, string language) => context.Response.Cookies.Append(Name, language, Lasting(context, clock));

    internal static CookieOptions Lasting(HttpContext context, TimeProvider clock) => new()
    {
        HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = "/", Expires = clock.GetUtcNow().AddYears(1),
    };
}
