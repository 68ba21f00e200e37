using BroadbandHub.Identity.Sessions;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>
/// A certificate that its authority revokes opens nothing from then on; this ends what it has opened before: within minutes of the new list, the sessions in which its owner came in with a
/// certificate are over, here and in the applications.
/// </summary>
internal sealed class EndRevoked(IdentityDb db, CertificateSettings settings, CertificateFiles files, SessionBook sessions, AccountEvents events, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    public const string Name = "identity.revoked-certificates";
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(2);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        if (settings.RevocationLists is null)
        {
            return null;
        }

        var now = clock.GetUtcNow().ToWholeMicros();
        var lists = (
            from authority in files.Authorities
            from list in files.RevocationLists
            where list.IsCurrentAt(now) && list.IsFrom(authority)
            select (Issuer: CertificateCheck.IssuedBy(authority), List: list)).ToLookup(l => l.Issuer, l => l.List, StringComparer.Ordinal);
        var ended = 0;
        foreach (var bound in await db.Certificates.AsNoTracking().Where(c => lists.Select(l => l.Key).Contains(c.Issuer)).ToListAsync(cancellationToken))
        {
            var isListed = lists[bound.Issuer].Any(l => l.Lists(bound.Serial));
            if (isListed != bound.RevokedAt is not null)
            {
                ended += await NoteAsync(bound.Id, isListed ? now : null, cancellationToken);
            }
        }

        return ended == 0 ? null : $"Ended {ended} sessions of people whose certificates were revoked.";
    }

    /// <summary>A list may also take a revocation back: a certificate can be on hold (RFC 5280, 5.3.1).</summary>
    private Task<int> NoteAsync(Guid id, DateTimeOffset? revokedAt, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            if (await db.Certificates.SingleOrDefaultAsync(c => c.Id == id, cancellationToken) is not { } certificate)
            {
                return 0;
            }

            certificate.RevokedAt = revokedAt;
            if (revokedAt is null)
            {
                return 0;
            }

            // Which certificate opened a session is not kept: whoever has another one comes in again with that.
            events.Note(certificate.PersonId, AccountEventKind.CertificateRevoked, certificate.Name);
            return await sessions.EndOpenedWithAsync(certificate.PersonId, CertificateSignIn.IsAmong, null, cancellationToken);
        },
        _ => true,
        cancellationToken);
}
