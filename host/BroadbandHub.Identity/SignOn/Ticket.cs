using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>A one-time ticket that was given out, for an application that cannot speak OpenID Connect.</summary>
internal sealed class Ticket
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    public Guid Id { get; init; }

    public required string ApplicationKey { get; init; }

    public PersonId PersonId { get; init; }

    public required string SessionId { get; init; }

    /// <summary>How and when the person proved who they are, and the language they read in.</summary>
    public string Methods { get; init; } = "";

    public DateTimeOffset ProvedAt { get; init; }

    public string Locale { get; init; } = "";

    public DateTimeOffset ExpiresAt { get; init; }

    public DateTimeOffset? RedeemedAt { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<Ticket>(ticket =>
    {
        ticket.ToTable("tickets").HasKey(t => t.Id);
        ticket.Property(t => t.Id).ValueGeneratedNever();
        ticket.Property(t => t.ApplicationKey).HasMaxLength(40);
        ticket.Property(t => t.SessionId).HasMaxLength(40);
        ticket.Property(t => t.Methods).HasMaxLength(40);
        ticket.Property(t => t.Locale).HasMaxLength(20);
        ticket.HasIndex(t => t.ExpiresAt);
    });
}
