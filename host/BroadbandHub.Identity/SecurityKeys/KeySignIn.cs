using System.Security.Claims;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>Signs a person in with a security key: something the person has, unlocked by a PIN or a finger on the key itself.</summary>
internal static class KeySignIn
{
    /// <param name="Credential">The key's answer, as <c>PublicKeyCredential.toJSON()</c> writes it.</param>
    /// <param name="State">What came with the question.</param>
    /// <param name="Email">When an address was typed: the key must be of that account.</param>
    /// <param name="ReturnUrl">Where the person wanted to go.</param>
    internal sealed record Body(string? Credential, string? State, string? Email, string? ReturnUrl);

    /// <param name="Next">Where to go on, a path of this hub.</param>
    internal sealed record SignedIn(string Next);

    public static readonly HubError Refused = HubError.Invalid(
        "sign_in.key_refused", "The security key was not accepted: it is not registered here, or the account is locked or suspended, or it took too long. Try once more, or sign in with your password.");

    internal sealed class Handler(IdentityDb db, KeyQuestions questions, OrganisationDoor door, SignInManager<Person> signIn, SignInTries tries, SignInLog log, IUnitOfWork unitOfWork, TimeProvider clock)
    {
        public async Task<Outcome<Person>> HandleAsync(Body body, HttpContext context)
        {
            try
            {
                Person? shown = null;
                var proved = await unitOfWork.RunAsync(() => ProveAsync(body, context, who => shown = who), o => o.IsOk, context.RequestAborted);
                if (!proved.IsOk)
                {
                    await log.RefusedAsync(shown, proved.Error.Code, context.RequestAborted);
                }
                else
                {
                    await tries.ClearAsync(proved.Value.Id, context.RequestAborted);
                    await signIn.SignInWithClaimsAsync(proved.Value, new AuthenticationProperties(), [new Claim("amr", "hwk")]);
                }

                return proved;
            }
            catch (DbUpdateException twice) when (UniqueIndex.IsViolatedBy(twice))
            {
                return Refused;
            }
        }

        private async Task<Outcome<Person>> ProveAsync(Body body, HttpContext context, Action<Person> shows)
        {
            if (await questions.HearWhoAsync(body.Credential, body.State, context) is not { } heard)
            {
                return Refused;
            }

            var (person, info) = heard;
            shows(person);
            if (person.SuspendedAt is not null || person.LockoutEnd > clock.GetUtcNow()
                || (!string.IsNullOrWhiteSpace(body.Email) && !string.Equals(body.Email.Trim(), person.Email, StringComparison.OrdinalIgnoreCase)))
            {
                return Refused;
            }

            if (await door.IsShutAsync(person, context.RequestAborted))
            {
                return OrganisationDoor.Shut;
            }

            var key = await db.SecurityKeys.SingleAsync(k => k.CredentialId == info.CredentialId && k.PersonId == person.PersonId, context.RequestAborted);
            (key.SignCount, key.IsBackedUp, key.LastUsedAt) = (info.SignCount, info.IsBackedUp, clock.GetUtcNow().ToWholeMicros());
            return person;
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/identity/v1/security-keys/sign-in/question", async (HttpContext context, KeyQuestions questions) => Results.Ok(await questions.AskWhoAsync(context)))
            .AllowAnonymous().WithTags("Account").WithSummary("Begins a sign-in with a security key: what to hand to the browser, the same for everybody.").Produces<KeyQuestion>();
        routes.MapPost("/identity/v1/security-keys/sign-in", async (Body body, HttpContext context, Handler handler) =>
                (await handler.HandleAsync(body, context)).ToHttp(person => Results.Ok(new SignedIn(ReturnUrl.Safe(body.ReturnUrl, PortalPaths.Home(person.Audience))))))
            .AllowAnonymous().WithTags("Account").WithSummary("Signs in with the key's answer; sets the session's cookie.").Produces<SignedIn>().ProducesProblem(400);
    }
}
