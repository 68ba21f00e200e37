using System.Security.Claims;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.SignOn;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// Looks the session and its person up on each request: an ended one and a suspended one are out at once, and roles are those of now. The cookie itself is not renewed by
/// this, or a page that is still loading would undo a sign-out.
/// </summary>
internal static class SessionCheck
{
    /// <summary>Whether the request was refused for want of a security key: its person is signed in with less than the account asks for.</summary>
    public static bool NeedsAKey(HttpContext context) => context.Items.ContainsKey(typeof(KeyRules));

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var said = context.Principal!;
        var person = Guid.TryParse(said.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
            ? await services.GetRequiredService<IdentityDb>().People.AsNoTracking().Include(p => p.Roles)
                .SingleOrDefaultAsync(p => p.Id == id, context.HttpContext.RequestAborted)
            : null;
        var stampClaim = services.GetRequiredService<Microsoft.Extensions.Options.IOptions<IdentityOptions>>().Value.ClaimsIdentity.SecurityStampClaimType;
        if (person is null || person.SuspendedAt is not null || person.SecurityStamp != said.FindFirstValue(stampClaim)
            || HubSession.Of(context.Properties) is not { } session
            || !await services.GetRequiredService<SessionBook>().IsOpenAsync(session.Id, person.PersonId, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        // Also for those whose sign-in was under way when the organisation's sessions were ended.
        if (await services.GetRequiredService<OrganisationDoor>().IsShutAsync(person, context.HttpContext.RequestAborted))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        // The password alone gets no further than the key it needs.
        if (!said.HasClaim(SignOnClaims.Methods, "hwk") && !KeyRules.LeadsToAKey(context.HttpContext.Request.Path)
            && await services.GetRequiredService<KeyRules>().IsRequiredAsync(person, context.HttpContext.RequestAborted))
        {
            context.HttpContext.Items[typeof(KeyRules)] = true;
            context.RejectPrincipal();
            return;
        }

        var now = await services.GetRequiredService<IUserClaimsPrincipalFactory<Person>>().CreateAsync(person);
        ((ClaimsIdentity)now.Identity!).AddClaims(said.FindAll("amr"));
        context.ReplacePrincipal(now);
    }
}
