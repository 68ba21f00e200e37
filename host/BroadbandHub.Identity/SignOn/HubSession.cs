using System.Globalization;
using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Identity.SignOn;

/// <summary>What the cookie says of the session: its id, which applications hear again when it ends, and when the person last proved who they are.</summary>
internal sealed record HubSession(string Id, DateTimeOffset ProvedAt)
{
    private const string IdItem = "hub.sid";
    private const string ProvedItem = "hub.proved";

    /// <summary>Each proof counts anew. The same person signing in again in the same browser goes on with the session, so that its end reaches all applications.</summary>
    public static async Task StampAsync(CookieSigningInContext context)
    {
        var services = context.HttpContext.RequestServices;
        var sessions = services.GetRequiredService<SessionBook>();
        var said = context.Principal ?? throw new InvalidOperationException("Nobody signs in.");
        var stamp = said.FindFirstValue(services.GetRequiredService<IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType) ?? "";

        // A renewed cookie (a changed password, say) brings its own stamps along.
        if (context.Properties.Items.TryGetValue(IdItem, out var there) && there is not null)
        {
            await sessions.GoOnAsync(there, stamp);
            return;
        }

        var before = await context.HttpContext.AuthenticateAsync(context.Scheme.Name);
        var subject = PersonId.Parse(said.FindFirstValue(HubClaims.Subject) ?? "");
        var goesOn = before.Principal?.FindFirstValue(HubClaims.Subject) == subject.ToString();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var id = goesOn && Of(before) is { } session ? session.Id : Guid.CreateVersion7(now).ToString("N");
        context.Properties.Items[IdItem] = id;
        context.Properties.Items[ProvedItem] = now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        await services.GetRequiredService<ChosenLanguage>().TakeUpAsync(context.HttpContext, subject);
        await sessions.BeginAsync(context.HttpContext, id, subject, stamp, string.Join(' ', said.FindAll(SignOnClaims.Methods).Select(c => c.Value)));
    }

    public static HubSession? Of(AuthenticateResult? signedIn) => signedIn is { Succeeded: true, Properties: { } properties } ? Of(properties) : null;

    public static HubSession? Of(AuthenticationProperties properties) =>
        properties.Items.TryGetValue(IdItem, out var id) && id is not null
            && properties.Items.TryGetValue(ProvedItem, out var proved) && long.TryParse(proved, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? new(id, DateTimeOffset.FromUnixTimeSeconds(seconds))
            : null;

    /// <summary>Signs out: of the hub, and of every application that was reached from this session. A copy of its cookie opens nothing any more.</summary>
    public static async Task EndAsync(HttpContext context, SessionBook sessions)
    {
        var signedIn = await context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        if (Of(signedIn) is { } session && PersonId.TryParse(signedIn.Principal?.FindFirstValue(HubClaims.Subject), null, out var person))
        {
            await sessions.EndAsync(person, session.Id, AccountEventKind.SignedOut, context.RequestAborted);
        }

        await context.SignOutAsync(IdentityConstants.ApplicationScheme);
    }
}
