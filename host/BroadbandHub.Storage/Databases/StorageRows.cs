using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Storage.Databases;

internal sealed class StoredEvent
{
    public required Guid Id { get; init; }
    public required string Name { get; init; }
    public required string Subject { get; init; }
    public required string Json { get; init; }
    public required DateTimeOffset OccurredAt { get; init; }
}

internal sealed class StoredDelivery
{
    /// <summary>Given by the database; orders the deliveries of one subject, whose transactions follow each other. Never used as a cursor over all.</summary>
    public long Id { get; init; }
    public required Guid EventId { get; init; }
    public required string PluginId { get; init; }
    public required string Subject { get; init; }
    public DeliveryState State { get; set; }
    public int Attempts { get; set; }
    public required DateTimeOffset NextAttemptAt { get; set; }
    public Guid? LeaseToken { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public string? Reason { get; set; }
}

internal sealed class EventSubscription
{
    public required string EventName { get; init; }
    public required string PluginId { get; init; }
}

internal sealed class LeaseRow
{
    public required string Name { get; init; }
    public required Guid Holder { get; set; }
    public required DateTimeOffset Until { get; set; }
}

internal sealed class FileRow
{
    public const int MostBytes = 64 * 1024 * 1024;

    public required string Name { get; init; }
    public required byte[] Content { get; set; }
    public required long Bytes { get; set; }
    public required string Sha256 { get; set; }
    public required DateTimeOffset StoredAt { get; set; }
}

internal sealed class JobRow
{
    public required string Name { get; init; }
    public required DateTimeOffset LastRunAt { get; set; }
    public required DateTimeOffset NextRunAt { get; set; }
    public required string Node { get; set; }
    public required bool Succeeded { get; set; }
    public string? Message { get; set; }
}

internal sealed class ReleaseRow
{
    public required int Id { get; init; }
    public required int Number { get; set; }
}
