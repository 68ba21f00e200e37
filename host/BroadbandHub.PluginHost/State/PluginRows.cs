using BroadbandHub.PluginHost.Contracts;

namespace BroadbandHub.PluginHost.State;

/// <summary>What operators want of a plugin. Every change raises the revision; nodes answer to revisions.</summary>
internal sealed class DesiredPlugin
{
    public required string PluginId { get; set; }

    public required string Version { get; set; }

    public string? PreviousVersion { get; set; }

    public bool Enabled { get; set; }

    /// <summary>Key → value, secrets encrypted.</summary>
    public string SettingsJson { get; set; } = "{}";

    public long Revision { get; set; } = 1;

    public required string ChangedBy { get; set; }

    public DateTimeOffset ChangedAt { get; set; }
}

internal sealed class StoredPackage
{
    public required string PluginId { get; set; }

    public required string Version { get; set; }

    /// <summary>Its name in the file store.</summary>
    public required string FileName { get; set; }

    public long Bytes { get; set; }

    public required string Sha256 { get; set; }

    public required string UploadedBy { get; set; }

    public DateTimeOffset UploadedAt { get; set; }
}

internal sealed class NodeRow
{
    public required string Name { get; set; }

    public DateTimeOffset StartedAt { get; set; }

    public DateTimeOffset HeartbeatAt { get; set; }
}

internal sealed class NodePluginRow
{
    public const int LongestReason = 2_000;

    public required string Node { get; set; }

    public required string PluginId { get; set; }

    public required string Version { get; set; }

    public PluginStatus Status { get; set; }

    public string? Reason { get; set; }

    public long Revision { get; set; }

    public DateTimeOffset At { get; set; }
}

internal sealed class ChangeRow
{
    public Guid Id { get; set; }

    public required string PluginId { get; set; }

    public required string Action { get; set; }

    public string? FromVersion { get; set; }

    public string? ToVersion { get; set; }

    public required string By { get; set; }

    public DateTimeOffset At { get; set; }
}

/// <summary>Whose tables a prefix means, for ever: a plugin that comes later cannot take them over.</summary>
internal sealed class PrefixRow
{
    public required string Prefix { get; set; }

    public required string PluginId { get; set; }
}
