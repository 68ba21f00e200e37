using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Codes;

/// <summary>The authenticator app of a person, as a second step after the password.</summary>
internal sealed class Authenticator
{
    public PersonId PersonId { get; init; }

    /// <summary>Encrypted with the hub's keys.</summary>
    public string Secret { get; set; } = "";

    /// <summary>Since when it is asked for; null until the person has shown that the app works.</summary>
    public DateTimeOffset? OnSince { get; set; }

    /// <summary>The last step whose code was used: that one and all before it are worth nothing.</summary>
    public long LastStep { get; set; }
}

/// <summary>Opens an account once whose app is lost. Only a hash is kept: the code itself has 80 random bits.</summary>
internal sealed class RecoveryCode
{
    public byte[] Hash { get; init; } = [];

    public PersonId PersonId { get; init; }

    public DateTimeOffset? UsedAt { get; init; }
}

internal static class CodeTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Authenticator>(authenticator =>
        {
            authenticator.ToTable("authenticators").HasKey(a => a.PersonId);
            authenticator.Property(a => a.PersonId).ValueGeneratedNever();
            authenticator.Property(a => a.Secret).HasMaxLength(500);
        });
        model.Entity<RecoveryCode>(code =>
        {
            code.ToTable("recovery_codes").HasKey(c => c.Hash);
            code.Property(c => c.Hash).HasMaxLength(32).ValueGeneratedNever();
            code.HasIndex(c => c.PersonId);
        });
    }
}
