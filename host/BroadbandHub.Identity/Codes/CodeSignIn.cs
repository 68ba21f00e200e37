using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Codes;

/// <summary>The second step of a sign-in: a code of the authenticator app, or a recovery code, after the password was right.</summary>
internal sealed class CodeSignIn(
    CodeBook codes, OrganisationDoor door, UserManager<Person> people, SignInManager<Person> signIn, SignInTries tries, AccountEvents events, SignInLog log, IDataProtectionProvider protection, IUnitOfWork unitOfWork, TimeProvider clock)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly HubError Wrong = HubError.Invalid(
        "sign_in.code_wrong", "This is not the code that the app shows now, it has been used, or the account is locked for a while after too many attempts.", "code");

    private static readonly HubError TooOld = HubError.Invalid("sign_in.start_over", "That took too long, or your password has changed meanwhile. Sign in with the password again.");

    private readonly IDataProtector protector = protection.CreateProtector("BroadbandHub.SecondStep");

    public Task<bool> IsAskedForAsync(Person person, CancellationToken cancellationToken) => codes.IsOnAsync(person.PersonId, cancellationToken);

    /// <summary>Says, under a seal, that this person's password was right a moment ago.</summary>
    public string Prove(Person person) => protector.Protect(JsonSerializer.Serialize(new Proof(person.Id, person.SecurityStamp ?? "", clock.GetUtcNow() + Patience)));

    public async Task<Outcome<Person>> TryAsync(string? proof, string code, CancellationToken cancellationToken)
    {
        if (Open(proof) is not { } proved)
        {
            return TooOld;
        }

        var person = await people.FindByIdAsync(proved.Person.ToString());
        if (person is null || person.SuspendedAt is not null || person.SecurityStamp != proved.Stamp)
        {
            await log.RefusedAsync(person, TooOld.Code, cancellationToken);
            return TooOld;
        }

        if (await door.IsShutAsync(person, cancellationToken))
        {
            await log.RefusedAsync(person, OrganisationDoor.Shut.Code, cancellationToken);
            return OrganisationDoor.Shut;
        }

        if (!await tries.TakeAsync(person.Id, cancellationToken))
        {
            await log.RefusedAsync(person, "sign_in.locked", cancellationToken);
            return Wrong;
        }

        var used = await unitOfWork.RunAsync(() => codes.UseAsync(person.PersonId, code, cancellationToken), kind => kind != UsedCode.None, cancellationToken);
        if (used == UsedCode.None)
        {
            await tries.NoteWrongAsync(person.Id, AccountEventKind.CodeWrong, cancellationToken);
            return Wrong;
        }

        await tries.ClearAsync(person.Id, cancellationToken);
        if (used == UsedCode.Recovery)
        {
            await unitOfWork.RunAsync(
                () =>
                {
                    events.Note(person.PersonId, AccountEventKind.RecoveryCodeUsed);
                    return Task.FromResult(true);
                },
                _ => true,
                cancellationToken);
        }

        await signIn.SignInWithClaimsAsync(person, new AuthenticationProperties(), [new Claim("amr", "pwd"), new Claim("amr", "otp")]);
        return person;
    }

    private Proof? Open(string? proof)
    {
        if (proof is null or { Length: > 2000 })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<Proof>(protector.Unprotect(proof)) is { } open && open.Until >= clock.GetUtcNow() ? open : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Proof(Guid Person, string Stamp, DateTimeOffset Until);
}
