using BroadbandHub.PluginHost.Contracts;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Where one plugin stands on this node.</summary>
/// <param name="Revision">The operators' wish that this is the answer to.</param>
internal sealed record SlotState(PluginStatus Status, string Version, string? Reason, long Revision, DateTimeOffset At);

/// <summary>One plugin's place on this node: one change at a time.</summary>
internal sealed class PluginSlot(string pluginId)
{
    public string PluginId => pluginId;

    public SemaphoreSlim Turn { get; } = new(1, 1);

    public SlotState? State { get; set; }

    /// <summary>Raised with every change of state that happens by itself, such as a background service that fails.</summary>
    public Task Retiring { get; set; } = Task.CompletedTask;
}
