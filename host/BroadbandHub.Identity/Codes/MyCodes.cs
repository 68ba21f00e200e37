using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.SecurityKeys;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Codes;

/// <summary>
/// The authenticator app of the person who asks: turned on in two steps, with recovery codes, and off again. Soon after a sign-in only: whoever finds a session
/// open must not lock its owner out, nor take the second step away.
/// </summary>
internal sealed class MyCodes(CodeBook codes, IdentityDb db, CurrentUser user, FreshSignIn fresh, KeyRules rules, SignInTries tries, AccountEvents events, IUnitOfWork unitOfWork)
{
    private static readonly HubError Wrong = HubError.Invalid("code.wrong", "This is not the code that the app shows now. Check the time of the telephone, and type the newest code.", "code");
    private static readonly HubError On = HubError.Conflict("code.already_on", "An authenticator app is set up already.");
    private static readonly HubError Off = HubError.Conflict("code.not_on", "No authenticator app is set up.");

    public bool IsFresh => fresh.Is(user.Session);

    public async Task<(DateTimeOffset? OnSince, int CodesLeft)> ReadAsync(CancellationToken cancellationToken) => user.PersonId is { } person ? await codes.ReadAsync(person, cancellationToken) : default;

    /// <summary>The secret that waits to be confirmed, for whoever proved lately who they are.</summary>
    public async Task<byte[]?> FindBegunAsync(CancellationToken cancellationToken) => user.PersonId is { } person && IsFresh ? await codes.FindBegunAsync(person, cancellationToken) : null;

    public Task<Outcome<byte[]>> BeginAsync(CancellationToken cancellationToken) => ChangeAsync<byte[]>(
        async person => await codes.BeginAsync(person, cancellationToken) is { } secret ? secret : On, cancellationToken);

    public async Task<Outcome<string[]>> ConfirmAsync(string code, CancellationToken cancellationToken)
    {
        // Who may not change anything takes no try: six forms of a session left open would lock its owner out.
        if (await WhyNotAsync(cancellationToken) is { } refused)
        {
            return refused;
        }

        var asking = user.PersonId!.Value;
        if (!await tries.TakeAsync(asking.Value, cancellationToken))
        {
            return Wrong;
        }

        var confirmed = await ChangeAsync<string[]>(
            async person =>
            {
                if (!await codes.ConfirmAsync(person, code, cancellationToken))
                {
                    return Wrong;
                }

                await tries.GiveBackAsync(person.Value, cancellationToken);
                events.Note(person, AccountEventKind.CodesOn);
                return await codes.RenewAsync(person, cancellationToken);
            },
            cancellationToken);
        if (!confirmed.IsOk)
        {
            await tries.NoteWrongAsync(asking.Value, AccountEventKind.CodeWrong, cancellationToken);
        }

        return confirmed;
    }

    public Task<Outcome<string[]>> RenewAsync(CancellationToken cancellationToken) => ChangeAsync<string[]>(
        async person =>
        {
            if (!await codes.IsOnAsync(person, cancellationToken))
            {
                return Off;
            }

            events.Note(person, AccountEventKind.RecoveryCodesMade);
            return await codes.RenewAsync(person, cancellationToken);
        },
        cancellationToken);

    public Task<Outcome<Done>> TurnOffAsync(CancellationToken cancellationToken) => ChangeAsync<Done>(
        async person =>
        {
            await codes.RemoveAsync(person, cancellationToken);
            events.Note(person, AccountEventKind.CodesOff);
            return Done.Instance;
        },
        cancellationToken);

    private async Task<Outcome<T>> ChangeAsync<T>(Func<PersonId, Task<Outcome<T>>> change, CancellationToken cancellationToken) =>
        await WhyNotAsync(cancellationToken) is { } refused ? refused : await unitOfWork.RunAsync(() => change(user.PersonId!.Value), o => o.IsOk, cancellationToken);

    private async Task<HubError?> WhyNotAsync(CancellationToken cancellationToken)
    {
        if (user.PersonId is not { } person)
        {
            return MySessions.NobodysAccount;
        }

        if (!IsFresh)
        {
            return FreshSignIn.Required;
        }

        // An app of one's own would pass for a second proof, and so open the way to the keys.
        return await rules.MayChangeAsync(await db.People.AsNoTracking().Include(p => p.Roles).SingleAsync(p => p.Id == person.Value, cancellationToken), user, cancellationToken);
    }
}
