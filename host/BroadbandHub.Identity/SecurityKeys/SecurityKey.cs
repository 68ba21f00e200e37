using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SecurityKeys;

/// <summary>A USB security key with which a person signs in.</summary>
internal sealed class SecurityKey
{
    public const int MostName = 60;

    /// <summary>More than anybody carries; a bound for what one account can store.</summary>
    public const int MostPerPerson = 20;

    public Guid Id { get; init; }

    public PersonId PersonId { get; init; }

    /// <summary>The key's own name for this account, unique in the world.</summary>
    public byte[] CredentialId { get; init; } = [];

    public byte[] PublicKey { get; init; } = [];

    /// <summary>What the owner calls it.</summary>
    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>Grows with each use of the key; a copy of the key falls behind.</summary>
    public long SignCount { get; set; }

    public string Transports { get; init; } = "";

    public bool IsBackupEligible { get; init; }

    public bool IsBackedUp { get; set; }

    public byte[] AttestationObject { get; init; } = [];

    public byte[] ClientDataJson { get; init; } = [];

    /// <summary>What an owner may call a key; trimmed.</summary>
    public static bool TryName(string? typed, out string name)
    {
        name = typed?.Trim() ?? "";
        return name.Length is > 0 and <= MostName && !name.Any(char.IsControl);
    }

    public static readonly HubError BadName = HubError.Invalid("key.bad_name", $"Give the key a name of at most {MostName} characters, such as “blue key at my ring”.", "name");

    public static readonly HubError NotFound = HubError.NotFound("key.not_found", "You have no such security key; it may have been removed already.");

    public UserPasskeyInfo ToInfo() => new(
        CredentialId, PublicKey, CreatedAt, (uint)SignCount, Transports.Split(' ', StringSplitOptions.RemoveEmptyEntries), isUserVerified: true, IsBackupEligible, IsBackedUp,
        AttestationObject, ClientDataJson) { Name = Name };

    public static void Map(ModelBuilder model)
    {
        model.Entity<SecurityKey>(key =>
        {
            key.ToTable("security_keys").HasKey(k => k.Id);
            key.Property(k => k.Id).ValueGeneratedNever();
            key.Property(k => k.CredentialId).HasMaxLength(1023);
            key.Property(k => k.PublicKey).HasMaxLength(2000);
            key.Property(k => k.Name).HasMaxLength(MostName);
            key.Property(k => k.Transports).HasMaxLength(100);
            key.HasIndex(k => k.CredentialId).IsUnique();
            key.HasIndex(k => k.PersonId);
        });
        model.Entity<UsedProof>(proof =>
        {
            proof.ToTable("used_proofs").HasKey(p => p.Id);
            proof.Property(p => p.Id).ValueGeneratedNever();
            proof.HasIndex(p => p.UsedAt);
        });
    }
}

/// <summary>A question that a key has answered: the same answer opens nothing a second time.</summary>
internal sealed class UsedProof
{
    public Guid Id { get; init; }

    public DateTimeOffset UsedAt { get; init; }
}
