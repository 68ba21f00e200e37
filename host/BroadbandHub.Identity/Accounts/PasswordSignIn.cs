using System.Security.Claims;
using BroadbandHub.Identity.Codes;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Sign-in with e-mail and password. Whoever fails learns nothing: not whether the account exists, nor whether it is locked.</summary>
internal sealed class PasswordSignIn(
    IdentityDb db, UserManager<Person> people, SignInManager<Person> signIn, SignInTries tries, CodeSignIn codes, KeyRules keys, OrganisationDoor door, SessionBook sessions, AccountEvents events, IUnitOfWork unitOfWork,
    SignInLog log)
{
    // An unknown address costs as much time as a known one with a wrong password.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Person>().HashPassword(new(), "nobody"));

    public static readonly HubError Refused = HubError.Invalid(
        "sign_in.refused", "E-mail address and password do not match, or the account is locked for a while after too many attempts. Check both, or wait 15 minutes.");

    private static readonly HubError KeyNeeded = HubError.Forbidden("sign_in.key_needed", "Your account asks for your security key. Sign in with it below.");

    /// <param name="Proof">What the second step needs, when there is one; the person is signed in otherwise.</param>
    internal sealed record Step(Person Person, string? Proof);

    public async Task<Outcome<Step>> TryAsync(string email, string password, CancellationToken cancellationToken)
    {
        var person = email.Length <= PersonRules.MostEmail ? await people.FindByEmailAsync(email.Trim()) : null;
        var mayTry = await tries.TakeAsync(person?.Id ?? Guid.Empty, cancellationToken);
        var matches = password.Length <= PasswordRules.Most
            && people.PasswordHasher.VerifyHashedPassword(person ?? new(), person?.PasswordHash ?? NobodysHash.Value, password) != PasswordVerificationResult.Failed;
        if (person is null || !mayTry)
        {
            await log.RefusedAsync(person, person is null ? "sign_in.unknown" : "sign_in.locked", cancellationToken);
            return Refused;
        }

        if (!matches || person.SuspendedAt is not null || person.PasswordHash is null)
        {
            await tries.NoteWrongAsync(person.Id, AccountEventKind.PasswordWrong, cancellationToken);
            return Refused;
        }

        // Whoever knows the password may know why it does not help.
        if (await door.IsShutAsync(person, cancellationToken))
        {
            await tries.GiveBackAsync(person.Id, cancellationToken);
            await log.RefusedAsync(person, OrganisationDoor.Shut.Code, cancellationToken);
            return OrganisationDoor.Shut;
        }

        if (await keys.HasKeyAsync(person.PersonId, cancellationToken) && await keys.IsRequiredAsync(person, cancellationToken))
        {
            await tries.GiveBackAsync(person.Id, cancellationToken);
            await log.RefusedAsync(person, KeyNeeded.Code, cancellationToken);
            return KeyNeeded;
        }

        if (await codes.IsAskedForAsync(person, cancellationToken))
        {
            await tries.GiveBackAsync(person.Id, cancellationToken);
            return new Step(person, codes.Prove(person));
        }

        await tries.ClearAsync(person.Id, cancellationToken);
        await signIn.SignInWithClaimsAsync(person, new AuthenticationProperties(), [new Claim("amr", "pwd")]);
        return new Step(person, null);
    }

    /// <summary>Whoever sits at somebody's open session gets no more guesses at the password than a stranger.</summary>
    public async Task<Outcome<Done>> ChangePasswordAsync(PersonId id, string? session, string current, string wanted, CancellationToken cancellationToken)
    {
        var mayTry = await tries.TakeAsync(id.Value, cancellationToken);
        var person = await people.FindByIdAsync(id.Value.ToString());
        if (person is null || !await people.CheckPasswordAsync(person, current) || !mayTry)
        {
            if (mayTry)
            {
                await tries.NoteWrongAsync(id.Value, AccountEventKind.PasswordWrong, cancellationToken);
            }

            return HubError.Invalid("password.current_wrong", "The current password is not right, or the account is locked for a while after too many attempts.", "current");
        }

        await tries.GiveBackAsync(id.Value, cancellationToken);
        var result = await unitOfWork.RunAsync(
            async () =>
            {
                // The tries have been counted beside the entity that was read, and all of it is written back.
                await db.Entry(person).ReloadAsync(cancellationToken);
                var changed = await people.ChangePasswordAsync(person, current, wanted);
                if (changed.Succeeded)
                {
                    // All other sessions end with the security stamp; the applications they reached have to be told.
                    await sessions.EndOthersAsync(id, session, cancellationToken);
                    events.Note(id, AccountEventKind.PasswordChanged);
                }

                return changed;
            },
            r => r.Succeeded,
            cancellationToken);
        if (!result.Succeeded)
        {
            return PasswordRules.Explain(result, "wanted");
        }

        // This one goes on with the new stamp.
        var signedIn = await signIn.Context.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        await signIn.SignInWithClaimsAsync(person, signedIn.Properties, signedIn.Principal?.FindAll("amr").ToList() ?? []);
        return Done.Instance;
    }
}
