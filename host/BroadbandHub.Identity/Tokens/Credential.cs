using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tokens;

/// <summary>What the hub knows of a program's client id and secret. The secret itself is with OpenIddict, as a hash; a revoked one's client is gone, this row stays.</summary>
internal sealed class Credential
{
    public const int MostName = 100;

    public string ClientId { get; set; } = "";

    /// <summary>The application that uses it; null for the operator's own scripts.</summary>
    public string? ApplicationKey { get; set; }

    public string Name { get; set; } = "";

    /// <summary>Separated by spaces; empty while a second person has not agreed to them.</summary>
    public string Scopes { get; set; } = "";

    public string[] ScopeList => Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Id of the person, or the client id of the program, or "hub".</summary>
    public string CreatedBy { get; set; } = "";

    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>How long it was made for, in seconds; a successor gets as long. Null: without an end, whatever end a rotation gave it since.</summary>
    public long? LifeSeconds { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>About when it was used last, to a minute.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    public bool IsLive(DateTimeOffset now) => RevokedAt is null && (ExpiresAt is null || ExpiresAt > now);

    public static void Map(ModelBuilder model) => model.Entity<Credential>(credential =>
    {
        credential.ToTable("credentials").HasKey(c => c.ClientId);
        credential.Ignore(c => c.ScopeList);
        credential.Property(c => c.ClientId).HasMaxLength(100);
        credential.Property(c => c.ApplicationKey).HasMaxLength(40);
        credential.Property(c => c.Name).HasMaxLength(MostName);
        credential.Property(c => c.CreatedBy).HasMaxLength(100);
        credential.HasIndex(c => c.ApplicationKey);
    });
}
