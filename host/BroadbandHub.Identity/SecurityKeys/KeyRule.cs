using BroadbandHub.Identity.Accounts;
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
internal sealed class KeyRules(IdentityDb db, TimeProvider clock)
{
    /// <summary>What a person who must use a key may do without one: register the first one, and leave. Everything else is closed.</summary>
    private static readonly PathString[] WayToAKey = ["/account/keys", "/identity/v1/account/security-keys", "/sign-out"];

    public static bool LeadsToAKey(PathString path) => Array.Exists(WayToAKey, way => path.StartsWithSegments(way));

    public Task<bool> IsRequiredAsync(Person person, CancellationToken cancellationToken)
    {
        var subjects = person.Roles.Select(r => r.Role).Append(person.EnterpriseId?.ToString() ?? "").ToList();
        return db.KeyRules.AnyAsync(r => subjects.Contains(r.Subject), cancellationToken);
    }

    public Task<bool> HasKeyAsync(PersonId person, CancellationToken cancellationToken) => db.SecurityKeys.AnyAsync(k => k.PersonId == person, cancellationToken);

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
