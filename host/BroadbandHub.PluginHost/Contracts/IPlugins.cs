using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Contracts;

/// <summary>Where a plugin stands on a node.</summary>
public enum PluginStatus
{
    /// <summary>Nobody wants it to run.</summary>
    Disabled,

    /// <summary>Refused before any of its code ran; the reason says why.</summary>
    Rejected,

    /// <summary>Its code is loaded and being set up.</summary>
    Loaded,

    Running,

    /// <summary>Its own code failed; the reason says how.</summary>
    Faulted,

    /// <summary>It ran and was stopped with its node.</summary>
    Stopped,

    /// <summary>It was stopped, but something in it holds on to memory or a thread: the node must be restarted to get rid of it.</summary>
    RestartNeeded,
}

/// <summary>
/// The plugins of this installation and what operators do with them. Singleton. Every change is recorded with its author, reaches all nodes, and
/// answers when this node has carried it out (or given its reason): read the status in the answer.
/// </summary>
public interface IPlugins
{
    Task<IReadOnlyList<PluginView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One plugin with everything the console shows of it; null when there is none.</summary>
    Task<PluginDetail?> FindAsync(string pluginId, CancellationToken cancellationToken);

    Task<Outcome<PluginView>> EnableAsync(string pluginId, string by, CancellationToken cancellationToken);

    Task<Outcome<PluginView>> DisableAsync(string pluginId, string by, CancellationToken cancellationToken);

    /// <summary>Changes to another version, the highest there is when <paramref name="version"/> is null.</summary>
    Task<Outcome<PluginView>> UpgradeAsync(string pluginId, string? version, string by, CancellationToken cancellationToken);

    /// <summary>Returns to the version that ran before.</summary>
    Task<Outcome<PluginView>> RollBackAsync(string pluginId, string by, CancellationToken cancellationToken);

    /// <summary>Stores settings by key. A secret that is absent or null keeps its value; a key that is absent otherwise loses it.</summary>
    Task<Outcome<PluginView>> SaveSettingsAsync(string pluginId, IReadOnlyDictionary<string, string?> values, string by, CancellationToken cancellationToken);

    /// <summary>Admits an uploaded package (a zip with plugin.json at its root) and stores it for all nodes. Does not enable it.</summary>
    Task<Outcome<PackageView>> UploadAsync(Stream package, string by, CancellationToken cancellationToken);

    /// <summary>
    /// Takes away a disabled plugin that no folder of plugins.json brings back: its packages, settings and undelivered events. Its tables and files stay for
    /// when it is installed again. Refused while it is enabled or runs anywhere.
    /// </summary>
    Task<Outcome<PluginDeleted>> DeleteAsync(string pluginId, string by, CancellationToken cancellationToken);

    /// <summary>Takes away an uploaded version. Refused for the version that is wanted, and for one that still runs anywhere.</summary>
    Task<Outcome<PluginView>> DeleteVersionAsync(string pluginId, string version, string by, CancellationToken cancellationToken);

    /// <summary>What the plugin logged on this node lately, newest first.</summary>
    IReadOnlyList<PluginLogLine> RecentLog(string pluginId);

    Task<IReadOnlyList<NodeView>> NodesAsync(CancellationToken cancellationToken);
}

/// <param name="Version">The version that operators want.</param>
/// <param name="UploadedVersions">Those that came as packages and can be deleted.</param>
/// <param name="IsListed">plugins.json lists it: it cannot be deleted here.</param>
/// <param name="Status">The worst of all live nodes; <see cref="PluginStatus.Running"/> only when all of them say so.</param>
/// <param name="Reason">A sentence for the operator when there is something to say.</param>
public sealed record PluginView(
    string Id, LocalText Name, LocalText Description, string Owner, string Version, string? PreviousVersion, IReadOnlyList<string> AvailableVersions, IReadOnlyList<string> UploadedVersions, bool IsListed,
    bool Enabled, PluginStatus Status, string? Reason, IReadOnlyList<NodePluginView> Nodes, string ChangedBy, DateTimeOffset ChangedAt);

/// <param name="Version">The version that runs there, or the one that could not.</param>
public sealed record NodePluginView(string Node, string Version, PluginStatus Status, string? Reason, DateTimeOffset At);

/// <param name="Settings">The schema with values; secrets only say whether they have one.</param>
/// <param name="Warnings">What admission found worth knowing: native calls, code that runs on load.</param>
public sealed record PluginDetail(
    PluginView Plugin, IReadOnlyList<string> Provides, IReadOnlyList<PluginPermission> Permissions, IReadOnlyList<string> Publishes,
    IReadOnlyList<string> Consumes, IReadOnlyList<PluginRequirement> Requires, IReadOnlyList<SettingView> Settings,
    IReadOnlyList<string> Warnings, IReadOnlyList<PluginChange> Changes);

public sealed record PluginRequirement(string Id, string Versions);

public enum SettingType
{
    Text,
    Number,
    Boolean,
    Choice,
    Secret,
}

/// <param name="Value">The value or default; null for secrets and when there is none.</param>
/// <param name="IsSet">Whether an operator gave a value (the only thing to know of a secret).</param>
public sealed record SettingView(
    string Key, SettingType Type, LocalText Label, LocalText? Help, bool Required, string? Value, bool IsSet, decimal? Min, decimal? Max, IReadOnlyList<string> Choices);

public sealed record PluginChange(string Action, string? FromVersion, string? ToVersion, string By, DateTimeOffset At);

public sealed record PackageView(string PluginId, string Version, long Bytes, string Sha256, IReadOnlyList<string> Warnings);

/// <param name="Packages">How many uploaded versions went with it.</param>
/// <param name="UndeliveredEvents">How many events that waited for it, or were parked, went with it.</param>
public sealed record PluginDeleted(string PluginId, int Packages, int UndeliveredEvents);

public sealed record PluginLogLine(DateTimeOffset At, string Level, string Category, string Message, string? Exception);

/// <param name="Live">It reported within the last ten seconds.</param>
public sealed record NodeView(string Name, DateTimeOffset StartedAt, DateTimeOffset HeartbeatAt, bool Live);
