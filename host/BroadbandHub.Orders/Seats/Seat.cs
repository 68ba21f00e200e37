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

    public static void Map(ModelBuilder model) => model.Entity<Seat>(seat =>
    {
        seat.ToTable("seats").HasKey(s => new { s.SubscriptionId, s.PersonId });
        seat.Property(s => s.AssignedBy).HasMaxLength(120);
        seat.HasIndex(s => s.PersonId);
    });
}
