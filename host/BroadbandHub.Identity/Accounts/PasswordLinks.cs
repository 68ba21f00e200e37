using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.PasswordResets;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// Links with which somebody chooses a password. A link is a sealed statement about the account's security stamp, so it works once, only the newest
/// works, and nothing about it is stored.
/// </summary>
internal sealed class PasswordLinks(UserManager<Person> people, IUnitOfWork unitOfWork, SignOns signOns, AccountEvents events, SignInLog log)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(3);

    private static readonly HubError Dead = HubError.Invalid("password_link.dead", "This link has been used, replaced by a newer one, or has expired. Ask for a new one.");

    /// <summary>Ends the person's sessions, also those at applications, and all earlier links. Inside a unit of work.</summary>
    public async Task<string> MakeAsync(Person person, CancellationToken cancellationToken)
    {
        await people.UpdateSecurityStampAsync(person);
        await signOns.EndAllAsync(person.PersonId, cancellationToken);
        return await SealAsync(person);
    }

    /// <summary>For the stamp that the person has: sessions go on, and earlier links work too.</summary>
    public async Task<string> SealAsync(Person person) =>
        $"set-password?person={person.PersonId}&token={Uri.EscapeDataString(await people.GeneratePasswordResetTokenAsync(person))}";

    /// <summary>For somebody who asked at the sign-in page: lives shorter, and changes nothing before it is used.</summary>
    public async Task<string> SealResetAsync(Person person) =>
        $"set-password?person={person.PersonId}&token={Uri.EscapeDataString(await people.GenerateUserTokenAsync(person, ResetTokens.Provider, ResetTokens.Purpose))}";

    /// <summary>Whoever has no such link learns nothing: not even whether there is such a person.</summary>
    public Task<Outcome<Person>> UseAsync(string? person, string? token, string wanted, CancellationToken cancellationToken) => unitOfWork.RunAsync<Outcome<Person>>(
        async () =>
        {
            var found = PersonId.TryParse(person, null, out var id) ? await people.FindByIdAsync(id.Value.ToString()) : null;
            if (found is null || found.SuspendedAt is not null || token is null or { Length: > 2000 })
            {
                return Dead;
            }

            if (await people.VerifyUserTokenAsync(found, ResetTokens.Provider, ResetTokens.Purpose, token))
            {
                token = await people.GeneratePasswordResetTokenAsync(found);
            }

            var changed = await people.ResetPasswordAsync(found, token, wanted);
            if (!changed.Succeeded)
            {
                return changed.Errors.Any(e => e.Code == nameof(IdentityErrorDescriber.InvalidToken))
                    ? Dead
                    : PasswordRules.Explain(changed, "wanted");
            }

            // Whoever had the old password is out, here by the new stamp and at the applications as well.
            await signOns.EndAllAsync(found.PersonId, cancellationToken);
            events.Note(found.PersonId, AccountEventKind.PasswordChanged);
            found.EmailConfirmed = true;
            found.InvitedAt = null;
            await people.SetLockoutEndDateAsync(found, null);
            await people.ResetAccessFailedCountAsync(found);
            log.Changed(found, "identity.password.set");
            return found;
        },
        o => o.IsOk,
        cancellationToken);
}
