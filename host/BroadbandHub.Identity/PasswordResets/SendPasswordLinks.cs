using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.People;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Identity.PasswordResets;

/// <summary>
/// Looks into the requests for new passwords, oldest first, and mails a link where there is an account and the limits are kept. On one node at a time, so that
/// requests that came together count one after the other.
/// </summary>
internal sealed class SendPasswordLinks(IdentityDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<SendPasswordLinks> log) : IJob
{
    public const string Name = "identity.password-links";

    public static readonly TimeSpan Every = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var old = clock.GetUtcNow() - KeptFor;
        await db.PasswordRequests.Where(r => !r.IsWaiting && r.RequestedAt < old).ExecuteDeleteAsync(cancellationToken);
        var waiting = await db.PasswordRequests.AsNoTracking().Where(r => r.IsWaiting).OrderBy(r => r.RequestedAt).Select(r => r.Id).Take(500).ToListAsync(cancellationToken);
        var (sent, left) = (0, 0);
        foreach (var id in waiting)
        {
            await using var scope = scopes.CreateAsyncScope();
            var one = ActivatorUtilities.CreateInstance<One>(scope.ServiceProvider);
            switch (await one.TakeAsync(id, cancellationToken))
            {
                case Taken.NoAddress:
                    log.LogWarning("A link for a new password could not be sent: set Hub:PublicUrl, so that mails do not repeat an address that anybody can make up.");
                    left++;
                    break;
                case Taken.Sent:
                    sent++;
                    break;
                default:
                    left++;
                    break;
            }
        }

        return waiting.Count == 0 ? null : $"Mailed {sent} links for new passwords; left {left} requests without one.";
    }

    private enum Taken
    {
        Sent,
        Left,
        NoAddress,
    }

    private sealed class One(IdentityDb db, IUnitOfWork unitOfWork, UserManager<Person> people, PasswordLinks links, OrganisationDoor door, Invitations invitations, IAccountMails mails, TimeProvider clock)
    {
        public Task<Taken> TakeAsync(Guid id, CancellationToken cancellationToken) => unitOfWork.RunAsync(
            async () =>
            {
                // Whoever comes second finds it taken.
                if (await db.PasswordRequests.Where(r => r.Id == id && r.IsWaiting).ExecuteUpdateAsync(set => set.SetProperty(r => r.IsWaiting, false), cancellationToken) == 0)
                {
                    return Taken.Left;
                }

                var request = await db.PasswordRequests.SingleAsync(r => r.Id == id, cancellationToken);
                var address = request.Address!;
                request.Address = null;
                request.IsCounted = await IsWithinLimitsAsync(request, cancellationToken);
                if (!request.IsCounted || await people.FindByEmailAsync(address) is not { SuspendedAt: null } person
                    || await door.IsShutAsync(person, cancellationToken))
                {
                    return Taken.Left;
                }

                if (request.Root is not { } root)
                {
                    return Taken.NoAddress;
                }

                // What asks is not known to be the person: nothing about the account changes before the link is used.
                var link = $"{root}/{await links.SealResetAsync(person)}";
                var organisation = await invitations.OrganisationAsync(person, cancellationToken);
                var unsent = await mails.SendAsync(
                    new(AccountMailKind.PasswordReset, person.Email!, person.FullName, person.Language ?? request.Language, link, organisation, clock.GetUtcNow() + ResetTokens.Lifetime), cancellationToken);
                return unsent is null ? Taken.Sent : Taken.Left;
            },
            _ => true,
            cancellationToken);

        private async Task<bool> IsWithinLimitsAsync(PasswordRequest request, CancellationToken cancellationToken)
        {
            var since = request.RequestedAt - AskForPassword.Within;

            // Also those that were made a moment later: a request whose commit took longer is found after them.
            var others = db.PasswordRequests.Where(r => r.IsCounted && r.RequestedAt > since && r.Id != request.Id);
            return await others.CountAsync(r => r.AddressKey == request.AddressKey, cancellationToken) < AskForPassword.MostPerAddress
                && await others.CountAsync(r => r.CallerKey == request.CallerKey, cancellationToken) < AskForPassword.MostPerCaller;
        }
    }
}
