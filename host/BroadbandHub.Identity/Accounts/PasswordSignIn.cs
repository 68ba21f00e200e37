using System.Security.Claims;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>Sign-in with e-mail and password. Whoever fails learns nothing: not whether the account exists, nor whether it is locked.</summary>
internal sealed class PasswordSignIn(UserManager<Person> people, SignInManager<Person> signIn, IUnitOfWork unitOfWork, SignInLog log)
{
    // An unknown address costs as much time as a known one with a wrong password.
    private static readonly Lazy<string> NobodysHash = new(() => new PasswordHasher<Person>().HashPassword(new(), "nobody"));

    public static readonly HubError Refused = HubError.Invalid(
        "sign_in.refused", "E-mail address and password do not match, or the account is locked for a while after too many attempts. Check both, or wait 15 minutes.");

    public async Task<Outcome<Person>> TryAsync(string email, string password, CancellationToken cancellationToken)
    {
        var person = email.Length <= 256 ? await people.FindByEmailAsync(email.Trim()) : null;
        var hash = person?.PasswordHash ?? NobodysHash.Value;
        var matches = password.Length <= 200
            && people.PasswordHasher.VerifyHashedPassword(person ?? new(), hash, password) != PasswordVerificationResult.Failed;
        if (person is null || person.SuspendedAt is not null || await people.IsLockedOutAsync(person))
        {
            await log.RefusedAsync(person, person is null ? "sign_in.unknown" : person.SuspendedAt is not null ? "sign_in.suspended" : "sign_in.locked", cancellationToken);
            return Refused;
        }

        if (!matches)
        {
            await SaveAsync(() => FailAsync(person), cancellationToken);
            await log.RefusedAsync(person, "sign_in.wrong_password", cancellationToken);
            return Refused;
        }

        if (person.AccessFailedCount > 0)
        {
            await SaveAsync(() => people.ResetAccessFailedCountAsync(person), cancellationToken);
        }

        await signIn.SignInWithClaimsAsync(person, new AuthenticationProperties(), [new Claim("amr", "pwd")]);
        await log.DoneAsync(person, new("password", "密码"), cancellationToken);
        return person;
    }

    public async Task<Outcome<Done>> ChangePasswordAsync(PersonId id, string current, string wanted, CancellationToken cancellationToken)
    {
        var person = await people.FindByIdAsync(id.Value.ToString());
        if (person is null || !await people.CheckPasswordAsync(person, current))
        {
            await log.RefusedAsync(person, "sign_in.wrong_password", cancellationToken);
            return HubError.Invalid("password.current_wrong", "The current password is not right.", "current");
        }

        var result = await unitOfWork.RunAsync(
            () =>
            {
                log.Changed(person, "identity.password.changed");
                return people.ChangePasswordAsync(person, current, wanted);
            },
            r => r.Succeeded,
            cancellationToken);
        if (!result.Succeeded)
        {
            return HubError.Invalid("password.too_weak", "The new password needs at least 10 characters.", "wanted");
        }

        // All other sessions end with the security stamp; this one goes on with the new one.
        await signIn.RefreshSignInAsync(person);
        return Done.Instance;
    }

    private async Task<IdentityResult> FailAsync(Person person)
    {
        var result = await people.AccessFailedAsync(person);
        if (result.Succeeded && await people.IsLockedOutAsync(person))
        {
            log.Changed(person, "identity.account.locked");
        }

        return result;
    }

    private Task<IdentityResult> SaveAsync(Func<Task<IdentityResult>> change, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(change, _ => true, cancellationToken);
}
