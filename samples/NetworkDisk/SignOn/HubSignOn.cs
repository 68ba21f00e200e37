using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace NetworkDisk.SignOn;

/// <summary>
/// People sign on through the hub (<c>Disk:SignOn</c>): OpenID Connect, code with PKCE. The hub says at which subscriptions somebody has a seat; those are the disks
/// that open, and who is an editor there may change files. Without the setting whoever knows a subscription's id can use its files.
/// </summary>
internal static class HubSignOn
{
    public const string Subscriptions = "subscriptions";

    /// <summary>The role, given with the seat, without which somebody reads and changes nothing.</summary>
    public const string Editor = "editor";

    public static void Add(IServiceCollection services, DiskOptions options)
    {
        if (!options.SignOn)
        {
            return;
        }

        if (options.Hub is null || options.ClientId.Length == 0)
        {
            throw new InvalidOperationException("Disk:SignOn needs Hub:Address, which is the hub's public address, and Hub:ClientId with Hub:ClientSecret.");
        }

        services.AddSingleton<EndedSessions>();
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "disk.session";
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.ExpireTimeSpan = TimeSpan.FromHours(9);
                // The disk's own clock may stand still; sessions do not.
                cookie.TimeProvider = TimeProvider.System;
                cookie.Events.OnSigningIn = EndedSessions.StampAsync;
                cookie.Events.OnValidatePrincipal = EndedSessions.CheckAsync;
            })
            .AddOpenIdConnect(oidc =>
            {
                oidc.Authority = options.Hub.ToString();
                oidc.RequireHttpsMetadata = options.Hub.Scheme == Uri.UriSchemeHttps;
                (oidc.ClientId, oidc.ClientSecret) = (options.ClientId, options.ClientSecret);
                (oidc.ResponseType, oidc.ResponseMode) = ("code", "query");
                oidc.Scope.Clear();
                oidc.Scope.Add("openid");
                oidc.Scope.Add("profile");
                oidc.MapInboundClaims = false;
                oidc.TokenValidationParameters.NameClaimType = "name";
                oidc.TokenValidationParameters.RoleClaimType = "roles";
                // The id token is shown again at the sign-out.
                oidc.SaveTokens = true;
                oidc.SignedOutCallbackPath = "/signed-out";
                oidc.TimeProvider = TimeProvider.System;
                oidc.CorrelationCookie.SameSite = oidc.NonceCookie.SameSite = SameSiteMode.Lax;
                oidc.CorrelationCookie.SecurePolicy = oidc.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            });
    }

    public static void Use(WebApplication app, DiskOptions options)
    {
        if (!options.SignOn)
        {
            return;
        }

        app.UseAuthentication();
        app.Use(GuardAsync);
        app.MapPost("/sign-out", () => Results.SignOut(
            new AuthenticationProperties { RedirectUri = "/" }, [CookieAuthenticationDefaults.AuthenticationScheme, OpenIdConnectDefaults.AuthenticationScheme]));
        app.MapPost("/signed-out-elsewhere", BackChannelLogout.HandleAsync);
    }

    /// <summary>A page leads to the hub and back; a program is told no.</summary>
    private static async Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var segments = context.Request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var isPage = segments.Length == 0 || string.Equals(segments[0], "disk", StringComparison.OrdinalIgnoreCase);
        if (!isPage && !string.Equals(segments[0], "files", StringComparison.OrdinalIgnoreCase))
        {
            await next(context);
        }
        else if (context.User.Identity is not { IsAuthenticated: true })
        {
            await (isPage
                ? context.ChallengeAsync(OpenIdConnectDefaults.AuthenticationScheme)
                : Problems.Of(401, "sign_on.needed", "Sign on through the hub first.").ExecuteAsync(context));
        }
        else if (segments.Length > 1 && !context.User.HasClaim(Subscriptions, segments[1]))
        {
            await Problems.Of(403, "sign_on.no_seat", "You have no seat on this subscription.").ExecuteAsync(context);
        }
        else if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method) && !context.User.IsInRole(Editor))
        {
            await Problems.Of(403, "sign_on.no_role", "You may read the files here, and change none: that takes the role of an editor.").ExecuteAsync(context);
        }
        else
        {
            await next(context);
        }
    }

    /// <summary>Whether to offer changes: without sign-on everybody may make them.</summary>
    public static bool MayChange(HttpContext context) => context.User.Identity is not { IsAuthenticated: true } || context.User.IsInRole(Editor);
}
