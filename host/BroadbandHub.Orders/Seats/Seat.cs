using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Seats;

/// <summary>An employee may use what the enterprise has subscribed to.</summary>
internal sealed class Seat
{
    public SubscriptionId SubscriptionId { get; init; }

    public PersonId PersonId { get; init; }

    public DateTimeOffset AssignedAt { get; init; }

    /// <summary>Id of the person or client, or the hub.</summary>
    public required string AssignedBy { get; init; }

    /// <summary>Keys of what the employee is in the application, in order, with spaces between them. The application may have stopped to list one.</summary>
    public string RoleKeys { get; private set; } = "";

    public IReadOnlyList<string> Roles
    {
        get => RoleKeys.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        set => RoleKeys = string.Join(' ', value.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
    }

    public static void Map(ModelBuilder model) => model.Entity<Seat>(seat =>
    {
        seat.ToTable("seats").HasKey(s => new { s.SubscriptionId, s.PersonId });
        seat.Property(s => s.AssignedBy).HasMaxLength(120);
        seat.Property(s => s.RoleKeys).HasColumnName("Roles").HasMaxLength(1000);
        seat.Ignore(s => s.Roles);
        seat.HasIndex(s => s.PersonId);
    });
}
