using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.SignOn;

internal sealed class SignOns(
    IdentityDb db, IOpenIddictAuthorizationManager authorizations, ApplicationClients clients, IUnitOfWork unitOfWork, IJobs jobs, TimeProvider clock) : ISignOns
{
    public async Task DescribeAsync(SignOnAddresses addresses, CancellationToken cancellationToken)
    {
        var application = await db.SignOnApplications.SingleOrDefaultAsync(a => a.ApplicationKey == addresses.ApplicationKey, cancellationToken);
        if (application is null)
        {
            if (addresses.RedirectUris.Count == 0 && addresses.TicketUrl is null)
            {
                return;
            }

            application = new() { ApplicationKey = addresses.ApplicationKey };
            db.SignOnApplications.Add(application);
        }

        var (redirect, postLogout) = (string.Join('\n', addresses.RedirectUris), string.Join('\n', addresses.PostLogoutRedirectUris));
        var moved = (application.RedirectUris, application.PostLogoutUris) != (redirect, postLogout);
        (application.NameEn, application.NameZh) = (addresses.Name.English, addresses.Name.Chinese);
        (application.RedirectUris, application.PostLogoutUris, application.BackChannelLogoutUri, application.TicketUrl) = (redirect, postLogout, addresses.BackChannelLogoutUri, addresses.TicketUrl);
        if (moved)
        {
            await clients.RedirectAsync(application, cancellationToken);
        }
    }

    public async Task<IReadOnlyDictionary<string, string>> FindTicketPathsAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken) =>
        (await db.SignOnApplications.Where(a => applicationKeys.Contains(a.ApplicationKey) && a.TicketUrl != null).Select(a => a.ApplicationKey).ToListAsync(cancellationToken))
            .ToDictionary(key => key, key => GiveTicket.Path + "?application=" + Uri.EscapeDataString(key), StringComparer.Ordinal);

    public async Task EndAsync(PersonId person, string applicationKey, CancellationToken cancellationToken) =>
        await EndAsync(await db.SignOns.Where(s => s.PersonId == person && s.ApplicationKey == applicationKey && s.EndedAt == null).ToListAsync(cancellationToken), cancellationToken);

    public async Task EndAllAsync(PersonId person, CancellationToken cancellationToken) =>
        await EndAsync(await db.SignOns.Where(s => s.PersonId == person && s.EndedAt == null).ToListAsync(cancellationToken), cancellationToken);

    public Task EndSessionAsync(string sessionId, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            await EndAsync(await db.SignOns.Where(s => s.SessionId == sessionId && s.EndedAt == null).ToListAsync(cancellationToken), cancellationToken);
            return Done.Instance;
        },
        _ => true,
        cancellationToken);

    private async Task EndAsync(List<SignOnRow> ended, CancellationToken cancellationToken)
    {
        if (ended.Count == 0)
        {
            return;
        }

        var now = clock.GetUtcNow().ToWholeMicros();
        foreach (var row in ended)
        {
            row.EndedAt = now;

            // All tokens of the sign-on go with it, also those that nobody knows of here.
            if (await authorizations.FindByIdAsync(row.AuthorizationId, cancellationToken) is { } authorization)
            {
                await authorizations.TryRevokeAsync(authorization, cancellationToken);
            }
        }

        var keys = ended.Select(r => r.ApplicationKey).ToHashSet();
        var addresses = await db.SignOnApplications.Where(a => keys.Contains(a.ApplicationKey) && a.BackChannelLogoutUri != null)
            .ToDictionaryAsync(a => a.ApplicationKey, a => a.BackChannelLogoutUri!, StringComparer.Ordinal, cancellationToken);
        foreach (var row in ended.DistinctBy(r => (r.ClientId, r.SessionId)).Where(r => addresses.ContainsKey(r.ApplicationKey)))
        {
            db.LogoutNotices.Add(new()
            {
                Id = Guid.CreateVersion7(now), ClientId = row.ClientId, Address = addresses[row.ApplicationKey], SessionId = row.SessionId, PersonId = row.PersonId, NextAttemptAt = now,
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        unitOfWork.AfterCommit(() => jobs.Wake(LogoutJob.Name));
    }
}
