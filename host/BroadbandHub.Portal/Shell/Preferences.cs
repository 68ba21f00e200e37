using BroadbandHub.Portal.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Portal.Shell;

/// <summary>Language and light or dark: cookies of the reader, changed by small forms in the top bar.</summary>
internal static class Preferences
{
    public const string ThemeCookie = "hub.theme";

    public static string? ThemeOf(HttpContext? context) =>
        context?.Request.Cookies[ThemeCookie] is "light" or "dark" ? context.Request.Cookies[ThemeCookie] : null;

    /// <summary>The cookie decides, then the browser's languages in its order; English when it wants neither.</summary>
    public static Task<ProviderCultureResult?> LanguageOf(HttpContext context)
    {
        var wanted = context.Request.Cookies[LanguageCookie.Name] ?? Preferred(context.Request);
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(wanted == "zh" ? "zh-CN" : "en"));
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/preferences", async (
            HttpContext context, TimeProvider clock, [FromForm] string? language, [FromForm] string? theme, [FromForm] string? returnUrl) =>
        {
            var keep = LanguageCookie.Lasting(context, clock);
            if (language is "en" or "zh")
            {
                LanguageCookie.Set(context, clock, language);
                if (context.RequestServices.GetService<IChosenLanguage>() is { } chosen)
                {
                    await chosen.KeepAsync(language, context.RequestAborted);
                }
            }

            if (theme is "light" or "dark")
            {
                context.Response.Cookies.Append(ThemeCookie, theme, keep);
            }
            else if (theme == "auto")
            {
                context.Response.Cookies.Delete(ThemeCookie, keep);
            }

            return Results.LocalRedirect(ReturnUrl.Safe(returnUrl));
        }).ExcludeFromDescription().AllowAnonymous();

    private static string Preferred(HttpRequest request)
    {
        var languages = request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => l.Value.ToString());
        return languages.Select(l => l.Split('-')[0].ToLowerInvariant()).FirstOrDefault(l => l is "en" or "zh") ?? "en";
    }
}
