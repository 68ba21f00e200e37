using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// How often somebody may be wrong about an account. A try is taken before anything is compared, in one statement: fifty that arrive together get as many
/// comparisons as fifty in a row.
/// </summary>
internal sealed class SignInTries(IdentityDb db, AccountEvents events, IOptions<IdentityOptions> options, IUnitOfWork unitOfWork, TimeProvider clock)
{
    /// <summary>False while the account is locked. For nobody's id it does as much work, and answers false.</summary>
    public Task<bool> TakeAsync(Guid person, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            var (most, until) = (options.Value.Lockout.MaxFailedAccessAttempts, now + options.Value.Lockout.DefaultLockoutTimeSpan);
            await db.People.Where(p => p.Id == person && p.LockoutEnd <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null).SetProperty(p => p.AccessFailedCount, 0), cancellationToken);
            if (await db.People.Where(p => p.Id == person && p.LockoutEnd == null && p.AccessFailedCount < most)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount + 1), cancellationToken) == 0)
            {
                return false;
            }

            // The last one locks as it is taken; if it is right, the account is free again at once.
            await db.People.Where(p => p.Id == person && p.AccessFailedCount >= most)
                .ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, until), cancellationToken);
            return true;
        },
        _ => true,
        cancellationToken);

    /// <summary>The try was right, but is only half of what is asked for: it does not count, and neither does it wipe out the wrong ones.</summary>
    public Task GiveBackAsync(Guid person, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        () => db.People.Where(p => p.Id == person && p.AccessFailedCount > 0)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null).SetProperty(p => p.AccessFailedCount, p => p.AccessFailedCount - 1), cancellationToken),
        _ => true,
        cancellationToken);

    /// <summary>The person has proved who they are.</summary>
    public Task ClearAsync(Guid person, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        () => db.People.Where(p => p.Id == person && (p.AccessFailedCount > 0 || p.LockoutEnd != null))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.LockoutEnd, (DateTimeOffset?)null).SetProperty(p => p.AccessFailedCount, 0), cancellationToken),
        _ => true,
        cancellationToken);

    /// <summary>Notes a wrong try for the account's owner, and that the account is locked by it.</summary>
    public Task NoteWrongAsync(Guid person, AccountEventKind kind, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            events.Note(new PersonId(person), kind);
            var now = clock.GetUtcNow();
            if (await db.People.AnyAsync(p => p.Id == person && p.LockoutEnd > now, cancellationToken))
            {
                events.Note(new PersonId(person), AccountEventKind.Locked);
            }

            return Done.Instance;
        },
        _ => true,
        cancellationToken);
}
