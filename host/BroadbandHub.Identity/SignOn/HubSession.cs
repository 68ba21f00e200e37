using System.Globalization;
using BroadbandHub.Identity.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.SignOn;

/// <summary>What the cookie says of the session: its id, which applications hear again when it ends, and when the person last proved who they are.</summary>
internal sealed record HubSession(string Id, DateTimeOffset ProvedAt)
{
    private const string IdItem = "hub.sid";
    private const string ProvedItem = "hub.proved";

    /// <summary>Each proof counts anew. The same person signing in again in the same browser goes on with the session, so that its end reaches all applications.</summary>
    public static async Task StampAsync(CookieSigningInContext context)
    {
        // A renewed cookie (a changed password, say) brings its own stamps along.
        if (context.Properties.Items.ContainsKey(IdItem))
        {
            return;
        }

        var before = await context.HttpContext.AuthenticateAsync(context.Scheme.Name);
        var goesOn = before.Principal?.FindFirst(HubClaims.Subject)?.Value is { } subject && subject == context.Principal?.FindFirst(HubClaims.Subject)?.Value;
        var clock = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        var now = clock.GetUtcNow();
        context.Properties.Items[IdItem] = goesOn && Of(before) is { } session ? session.Id : Guid.CreateVersion7(now).ToString("N");
        context.Properties.Items[ProvedItem] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
    }

    public static HubSession? Of(AuthenticateResult signedIn) =>
        signedIn is { Succeeded: true, Properties.Items: { } items } && items.TryGetValue(IdItem, out var id) && id is not null
            && items.TryGetValue(ProvedItem, out var proved) && long.TryParse(proved, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(id, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    /// <summary>Signs out: of the hub, and of every application that was reached from this session.</summary>
    public static async Task EndAsync(HttpContext context, SignOns signOns)
    {
        if (Of(await context.AuthenticateAsync(IdentityConstants.ApplicationScheme)) is { } session)
        {
            await signOns.EndSessionAsync(session.Id, context.RequestAborted);
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
