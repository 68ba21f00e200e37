using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Sessions;

/// <summary>A browser in which somebody is signed in. The cookie names it and counts for nothing once it has ended here.</summary>
internal sealed class Session
{
    public const int MostUserAgent = 400;

    /// <summary>As long as a cookie nobody uses.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(9);

    public required string Id { get; init; }

    public PersonId PersonId { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    /// <summary>To a few minutes.</summary>
    public DateTimeOffset LastSeenAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public string Address { get; set; } = "";

    public string UserAgent { get; set; } = "";

    /// <summary>How the person proved who they are, as in the claim amr, with spaces between.</summary>
    public string Methods { get; set; } = "";

    /// <summary>The account's security stamp: another one there means that this session is over.</summary>
    public string Stamp { get; set; } = "";

    public static void Map(ModelBuilder model) => model.Entity<Session>(session =>
    {
        session.ToTable("sessions").HasKey(s => s.Id);
        session.Property(s => s.Id).HasMaxLength(40);
        session.Property(s => s.Address).HasMaxLength(64);
        session.Property(s => s.UserAgent).HasMaxLength(MostUserAgent);
        session.Property(s => s.Methods).HasMaxLength(40);
        session.Property(s => s.Stamp).HasMaxLength(100);
        session.HasIndex(s => s.PersonId);
        session.HasIndex(s => s.LastSeenAt);
    });
}
