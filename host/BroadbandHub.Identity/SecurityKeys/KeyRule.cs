using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Certificates;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>A role or an enterprise whose people sign in with a security key.</summary>
internal sealed class KeyRule
{
    /// <summary>A role's key or an enterprise's id.</summary>
    public string Subject { get; init; } = "";

    public DateTimeOffset SetAt { get; init; }

    public static void Map(ModelBuilder model) => model.Entity<KeyRule>(rule =>
    {
        rule.ToTable("key_rules").HasKey(r => r.Subject);
        rule.Property(r => r.Subject).HasMaxLength(100);
    });
}

/// <summary>Who has to sign in with a key. Scoped.</summary>
internal sealed class KeyRules(IdentityDb db, CertificateSettings certificates, TimeProvider clock)
{
    public static readonly HubError KeyNeeded = HubError.Forbidden(
        "key.needed", "Your account has a security key or certificate. Sign in with it, or with your password and a code where no key is required, then do this again. If it is lost, ask an administrator.");

    /// <summary>What a person who must use a key may do without one: register the first one, and leave. Everything else is closed.</summary>
    private static readonly PathString[] WayToAKey = ["/account/keys", "/identity/v1/account/security-keys", "/identity/v1/account/certificates", "/sign-out"];

    public static bool LeadsToAKey(PathString path) => Array.Exists(WayToAKey, way => path.StartsWithSegments(way));

    public Task<bool> IsRequiredAsync(Person person, CancellationToken cancellationToken)
    {
        var subjects = person.Roles.Select(r => r.Role).Append(person.EnterpriseId?.ToString() ?? "").ToList();
        return db.KeyRules.AnyAsync(r => subjects.Contains(r.Subject), cancellationToken);
    }

    public async Task<bool> HasKeyAsync(PersonId person, CancellationToken cancellationToken) => await CountAsync(person, cancellationToken) > 0;

    /// <summary>
    /// Null when whoever sits at this session may make, rename or remove the ways into the account. Where there is a key, a password alone is not enough: with a key of his own whoever
    /// guessed it would pass for the owner ever after. A code of the authenticator app proves as much, unless keys are required. Keys that were made since this sign-in do not count: the
    /// first two are registered one after the other.
    /// </summary>
    public async Task<HubError?> MayChangeAsync(Person person, CurrentUser user, CancellationToken cancellationToken)
    {
        if (user.HasUsedKey || !await HasKeyAsync(person.PersonId, cancellationToken))
        {
            return null;
        }

        if (await IsRequiredAsync(person, cancellationToken))
        {
            return KeyNeeded;
        }

        var (id, since) = (person.PersonId, user.Session?.ProvedAt ?? default);
        return user.HasUsedCode
            || !(await db.SecurityKeys.AnyAsync(x => x.PersonId == id && x.CreatedAt < since, cancellationToken)
                || (certificates.IsOn && await db.Certificates.AnyAsync(c => c.PersonId == id && c.CreatedAt < since, cancellationToken)))
            ? null
            : KeyNeeded;
    }

    /// <summary>Inside a unit of work, before a key or certificate is removed: the person's row is held from here on, since two that are removed at the same moment must see each other.</summary>
    public async Task<(Person Person, int Keys)> HoldAsync(PersonId id, CancellationToken cancellationToken)
    {
        await db.People.Where(p => p.Id == id.Value).ExecuteUpdateAsync(set => set.SetProperty(p => p.FullName, p => p.FullName), cancellationToken);
        return (await db.People.AsNoTracking().Include(p => p.Roles).SingleAsync(p => p.Id == id.Value, cancellationToken), await CountAsync(id, cancellationToken));
    }

    /// <summary>Null when the person still gets in without one of the keys.</summary>
    public async Task<HubError?> MayLoseOneAsync(Person person, int keys, CancellationToken cancellationToken) =>
        keys > 1 ? null
        : await IsRequiredAsync(person, cancellationToken) ? HubError.Conflict("key.last_required", "Your account asks for a security key, and this is the last one. Register another one first.")
        : person.PasswordHash is null ? HubError.Conflict("key.last", "This key is the last way into your account. Register another one first.")
        : null;

    // A certificate on a token is as good as a key, while this hub takes certificates.
    private async Task<int> CountAsync(PersonId person, CancellationToken cancellationToken) =>
        await db.SecurityKeys.CountAsync(k => k.PersonId == person, cancellationToken) + (certificates.IsOn ? await db.Certificates.CountAsync(c => c.PersonId == person, cancellationToken) : 0);

    public Task<bool> IsSetAsync(string subject, CancellationToken cancellationToken) => db.KeyRules.AnyAsync(r => r.Subject == subject, cancellationToken);

    /// <summary>Inside a unit of work. The same again changes nothing.</summary>
    public async Task SetAsync(string subject, bool required, CancellationToken cancellationToken)
    {
        var rule = await db.KeyRules.SingleOrDefaultAsync(r => r.Subject == subject, cancellationToken);
        if (rule is null && required)
        {
            db.KeyRules.Add(new() { Subject = subject, SetAt = clock.GetUtcNow().ToWholeMicros() });
        }
        else if (rule is not null && !required)
        {
            db.KeyRules.Remove(rule);
        }
    }
}
