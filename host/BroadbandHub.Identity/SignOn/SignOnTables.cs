using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Where an application takes people who have signed on, as its plugin said last.</summary>
internal sealed class SignOnApplication
{
    public required string ApplicationKey { get; init; }

    public string NameEn { get; set; } = "";

    public string? NameZh { get; set; }

    /// <summary>One a line, like the next.</summary>
    public string RedirectUris { get; set; } = "";

    public string PostLogoutUris { get; set; } = "";

    public string? BackChannelLogoutUri { get; set; }

    public string? TicketUrl { get; set; }

    public LocalText Name => new(NameEn, NameZh);
}

/// <summary>Somebody signed on to an application in a session of the hub: one row for each code that was given.</summary>
internal sealed class SignOnRow
{
    /// <summary>The authorization that all tokens of this sign-on hang on.</summary>
    public required string AuthorizationId { get; init; }

    public required string SessionId { get; init; }

    public PersonId PersonId { get; init; }

    public required string ClientId { get; init; }

    public required string ApplicationKey { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>An application has to be told that a session has ended.</summary>
internal sealed class LogoutNotice
{
    public Guid Id { get; init; }

    public required string ClientId { get; init; }

    public required string Address { get; init; }

    public required string SessionId { get; init; }

    public PersonId PersonId { get; init; }

    public DateTimeOffset NextAttemptAt { get; set; }

    public int Attempts { get; set; }

    public string? LastAnswer { get; set; }
}

internal static class SignOnTables
{
    public const int MostAnswer = 200;

    public static void Map(ModelBuilder model)
    {
        model.Entity<SignOnApplication>(application =>
        {
            application.ToTable("sign_on_applications").HasKey(a => a.ApplicationKey);
            application.Ignore(a => a.Name);
            application.Property(a => a.ApplicationKey).HasMaxLength(40);
            application.Property(a => a.NameEn).HasMaxLength(200);
            application.Property(a => a.NameZh).HasMaxLength(200);
            application.Property(a => a.BackChannelLogoutUri).HasMaxLength(500);
            application.Property(a => a.TicketUrl).HasMaxLength(500);
        });
        model.Entity<SignOnRow>(row =>
        {
            row.ToTable("sign_ons").HasKey(r => r.AuthorizationId);
            row.Property(r => r.AuthorizationId).HasMaxLength(100);
            row.Property(r => r.SessionId).HasMaxLength(40);
            row.Property(r => r.ClientId).HasMaxLength(100);
            row.Property(r => r.ApplicationKey).HasMaxLength(40);
            row.HasIndex(r => r.SessionId);
            row.HasIndex(r => r.PersonId);
            row.HasIndex(r => r.StartedAt);
        });
        model.Entity<LogoutNotice>(notice =>
        {
            notice.ToTable("logout_notices").HasKey(n => n.Id);
            notice.Property(n => n.Id).ValueGeneratedNever();
            notice.Property(n => n.ClientId).HasMaxLength(100);
            notice.Property(n => n.Address).HasMaxLength(500);
            notice.Property(n => n.SessionId).HasMaxLength(40);
            notice.Property(n => n.LastAnswer).HasMaxLength(MostAnswer);
            notice.HasIndex(n => n.NextAttemptAt);
        });
    }
}
