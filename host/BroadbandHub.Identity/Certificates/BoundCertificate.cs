using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Certificates;

/// <summary>A certificate with which a person signs in. The key lies on a token; what is kept here is public.</summary>
internal sealed class BoundCertificate
{
    public const int MostName = 60;
    public const int MostPerPerson = 10;
    public const int MostText = 300;

    public Guid Id { get; init; }

    public PersonId PersonId { get; init; }

    /// <summary>SHA-256 of the whole certificate, in hexadecimal: a renewed one is another.</summary>
    public required string Thumbprint { get; init; }

    public string Subject { get; init; } = "";

    public string Issuer { get; init; } = "";

    public string Serial { get; init; } = "";

    public DateTimeOffset EndsAt { get; init; }

    /// <summary>What the owner calls it.</summary>
    public string Name { get; set; } = "";

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; set; }

    /// <summary>When the hub saw it on its authority's list; null while it is on none.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<BoundCertificate>(certificate =>
    {
        certificate.ToTable("certificates").HasKey(c => c.Id);
        certificate.Property(c => c.Id).ValueGeneratedNever();
        certificate.Property(c => c.Thumbprint).HasMaxLength(64);
        certificate.Property(c => c.Subject).HasMaxLength(MostText);
        certificate.Property(c => c.Issuer).HasMaxLength(MostText);
        certificate.Property(c => c.Serial).HasMaxLength(80);
        certificate.Property(c => c.Name).HasMaxLength(MostName);
        certificate.HasIndex(c => c.Thumbprint).IsUnique();
        certificate.HasIndex(c => c.PersonId);
    });
}
