using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Codes;

/// <summary>Authenticator apps and recovery codes. Scoped; what changes something is called inside the unit of work.</summary>
internal sealed class CodeBook(IdentityDb db, IDataProtectionProvider protection, TimeProvider clock)
{
    public const int RecoveryCodes = 10;

    public Task<bool> IsOnAsync(PersonId person, CancellationToken cancellationToken) => db.Authenticators.AnyAsync(a => a.PersonId == person && a.OnSince != null, cancellationToken);

    /// <summary>Since when the app is asked for, and how many recovery codes are left.</summary>
    public async Task<(DateTimeOffset? OnSince, int CodesLeft)> ReadAsync(PersonId person, CancellationToken cancellationToken) => (
        await db.Authenticators.Where(a => a.PersonId == person).Select(a => a.OnSince).SingleOrDefaultAsync(cancellationToken),
        await db.RecoveryCodes.CountAsync(c => c.PersonId == person && c.UsedAt == null, cancellationToken));

    /// <summary>Makes a secret for an app; nothing is asked for until it has been confirmed. Null when one is on already.</summary>
    public async Task<byte[]?> BeginAsync(PersonId person, CancellationToken cancellationToken)
    {
        var authenticator = await db.Authenticators.SingleOrDefaultAsync(a => a.PersonId == person, cancellationToken);
        if (authenticator?.OnSince is not null)
        {
            return null;
        }

        if (authenticator is null)
        {
            authenticator = new() { PersonId = person };
            db.Authenticators.Add(authenticator);
        }

        var secret = RandomNumberGenerator.GetBytes(OneTimeCode.SecretLength);
        (authenticator.Secret, authenticator.LastStep) = (Convert.ToBase64String(Protector(person).Protect(secret)), 0);
        return secret;
    }

    /// <summary>The secret that waits for its first code, or null.</summary>
    public async Task<byte[]?> FindBegunAsync(PersonId person, CancellationToken cancellationToken) =>
        await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == person && a.OnSince == null, cancellationToken) is { } begun ? SecretOf(begun) : null;

    /// <summary>Turns the app on when the code is one of its; false when it is not.</summary>
    public async Task<bool> ConfirmAsync(PersonId person, string code, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        if (await db.Authenticators.SingleOrDefaultAsync(a => a.PersonId == person && a.OnSince == null, cancellationToken) is not { } begun
            || OneTimeCode.FindStep(SecretOf(begun), Plain(code), now) is not { } step)
        {
            return false;
        }

        (begun.OnSince, begun.LastStep) = (now, step);
        return true;
    }

    /// <summary>What this code was: one of the app that has not been used, or a recovery code. It is used up by that.</summary>
    public async Task<UsedCode> UseAsync(PersonId person, string code, CancellationToken cancellationToken)
    {
        var plain = Plain(code);
        var now = clock.GetUtcNow().ToWholeMicros();
        if (plain.Length != OneTimeCode.Digits)
        {
            var hash = HashOf(person, plain);
            return await db.RecoveryCodes.Where(c => c.Hash == hash && c.PersonId == person && c.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.UsedAt, now), cancellationToken) == 1 ? UsedCode.Recovery : UsedCode.None;
        }

        return await db.Authenticators.AsNoTracking().SingleOrDefaultAsync(a => a.PersonId == person && a.OnSince != null, cancellationToken) is { } authenticator
            && OneTimeCode.FindStep(SecretOf(authenticator), plain, now) is { } step
            && await db.Authenticators.Where(a => a.PersonId == person && a.LastStep < step)
                .ExecuteUpdateAsync(set => set.SetProperty(a => a.LastStep, step), cancellationToken) == 1 ? UsedCode.OfTheApp : UsedCode.None;
    }

    /// <summary>New recovery codes instead of those before: known only now.</summary>
    public async Task<string[]> RenewAsync(PersonId person, CancellationToken cancellationToken)
    {
        await db.RecoveryCodes.Where(c => c.PersonId == person).ExecuteDeleteAsync(cancellationToken);
        var codes = Enumerable.Range(0, RecoveryCodes).Select(_ => OneTimeCode.ToBase32(RandomNumberGenerator.GetBytes(10))).ToList();
        db.RecoveryCodes.AddRange(codes.Select(c => new RecoveryCode { PersonId = person, Hash = HashOf(person, c) }));
        return [.. codes.Select(c => OneTimeCode.InGroups(c, "-"))];
    }

    public async Task RemoveAsync(PersonId person, CancellationToken cancellationToken)
    {
        await db.Authenticators.Where(a => a.PersonId == person).ExecuteDeleteAsync(cancellationToken);
        await db.RecoveryCodes.Where(c => c.PersonId == person).ExecuteDeleteAsync(cancellationToken);
    }

    // As people type it: in groups, in small letters.
    private static string Plain(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToUpperInvariant).Take(40)]);

    private static byte[] HashOf(PersonId person, string code) => SHA256.HashData(Encoding.UTF8.GetBytes(person + " " + code));

    private byte[] SecretOf(Authenticator authenticator) => Protector(authenticator.PersonId).Unprotect(Convert.FromBase64String(authenticator.Secret));

    private IDataProtector Protector(PersonId person) => protection.CreateProtector("BroadbandHub.Authenticator", person.ToString());
}

/// <summary>What a typed code was.</summary>
internal enum UsedCode
{
    None,
    OfTheApp,
    Recovery,
}
