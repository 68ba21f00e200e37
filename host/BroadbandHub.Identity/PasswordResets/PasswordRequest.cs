using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.PasswordResets;

/// <summary>
/// Somebody asked for a new password. Every request becomes such a row, whether or not there is an account of that address: looking for it is the job's work,
/// after the answer, so that neither the answer nor its time tells anything.
/// </summary>
internal sealed class PasswordRequest
{
    public Guid Id { get; init; }

    /// <summary>As it was typed; null once the request has been dealt with.</summary>
    public string? Address { get; set; }

    /// <summary>A digest of the address, for counting.</summary>
    public required string AddressKey { get; init; }

    /// <summary>A digest of where the request came from.</summary>
    public required string CallerKey { get; init; }

    /// <summary>The asker's: <c>en</c> or <c>zh</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The hub's address as mails may name it; null where that is not known for sure.</summary>
    public string? Root { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public bool IsWaiting { get; set; } = true;

    /// <summary>Within the limits: it was looked into.</summary>
    public bool IsCounted { get; set; }

    public static void Map(ModelBuilder model) => model.Entity<PasswordRequest>(request =>
    {
        request.ToTable("password_requests").HasKey(r => r.Id);
        request.Property(r => r.Id).ValueGeneratedNever();
        request.Property(r => r.Address).HasMaxLength(256);
        request.Property(r => r.AddressKey).HasMaxLength(64);
        request.Property(r => r.CallerKey).HasMaxLength(64);
        request.Property(r => r.Language).HasMaxLength(2);
        request.Property(r => r.Root).HasMaxLength(500);
        request.HasIndex(r => new { r.IsWaiting, r.RequestedAt });
        request.HasIndex(r => new { r.AddressKey, r.RequestedAt });
        request.HasIndex(r => new { r.CallerKey, r.RequestedAt });
    });
}
