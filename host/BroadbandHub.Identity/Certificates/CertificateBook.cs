using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>The certificates of accounts. Scoped; inside the unit of work of what happens.</summary>
internal sealed class CertificateBook(IdentityDb db, SessionBook sessions, CurrentUser user, AccountEvents events, TimeProvider clock)
{
    internal sealed record Item(Guid Id, string Name, string Subject, string Issuer, string Serial, DateTimeOffset EndsAt, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);

    public async Task<Outcome<BoundCertificate>> BindAsync(PersonId person, ShownCertificate shown, string? name, CancellationToken cancellationToken)
    {
        if (!TryName(name, out name))
        {
            return CertificateErrors.BadName;
        }

        if (await db.Certificates.AnyAsync(c => c.Thumbprint == shown.Thumbprint, cancellationToken))
        {
            return CertificateErrors.Taken;
        }

        if (await db.Certificates.CountAsync(c => c.PersonId == person, cancellationToken) >= BoundCertificate.MostPerPerson)
        {
            return CertificateErrors.TooMany;
        }

        var now = clock.GetUtcNow().ToWholeMicros();
        var certificate = new BoundCertificate
        {
            Id = Guid.CreateVersion7(now), PersonId = person, Thumbprint = shown.Thumbprint, Subject = shown.Subject, Issuer = shown.Issuer, Serial = shown.Serial, EndsAt = shown.EndsAt, Name = name,
            CreatedAt = now,
        };
        db.Certificates.Add(certificate);
        events.Note(person, AccountEventKind.CertificateBound, name);
        return certificate;
    }

    public Task<List<Item>> ListAsync(PersonId person, CancellationToken cancellationToken) => db.Certificates.AsNoTracking().Where(c => c.PersonId == person).OrderBy(c => c.CreatedAt)
        .Select(c => new Item(c.Id, c.Name, c.Subject, c.Issuer, c.Serial, c.EndsAt, c.CreatedAt, c.LastUsedAt, c.RevokedAt)).ToListAsync(cancellationToken);

    public async Task<HubError?> RenameAsync(PersonId person, Guid id, string? typed, CancellationToken cancellationToken)
    {
        if (!TryName(typed, out var name))
        {
            return CertificateErrors.BadName;
        }

        if (await db.Certificates.SingleOrDefaultAsync(c => c.Id == id && c.PersonId == person, cancellationToken) is not { } certificate)
        {
            return CertificateErrors.NotFound;
        }

        if (certificate.Name != name)
        {
            events.Note(person, AccountEventKind.CertificateRenamed, $"{certificate.Name} → {name}");
            certificate.Name = name;
        }

        return null;
    }

    public async Task<bool> RemoveAsync(PersonId person, Guid id, CancellationToken cancellationToken)
    {
        if (await db.Certificates.SingleOrDefaultAsync(c => c.Id == id && c.PersonId == person, cancellationToken) is not { } certificate)
        {
            return false;
        }

        // What it opened goes with it, but for the session in which its owner does this. Which one opened a session is not kept: another one opens the next.
        db.Certificates.Remove(certificate);
        await sessions.EndOpenedWithAsync(person, CertificateSignIn.IsAmong, user.SessionId, cancellationToken);
        events.Note(person, AccountEventKind.CertificateRemoved, certificate.Name);
        return true;
    }

    private static bool TryName(string? typed, out string name)
    {
        name = typed?.Trim() ?? "";
        return name.Length is > 0 and <= BoundCertificate.MostName && !name.Any(char.IsControl);
    }
}
