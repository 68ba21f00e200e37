using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk.Web.Components;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Portal.Plugins;

/// <summary>What states of plugins and of their events mean for the reader.</summary>
internal static class PluginStates
{
    public static StateKind Kind(PluginStatus status) => status switch
    {
        PluginStatus.Running => StateKind.Good,
        PluginStatus.Loaded => StateKind.Info,
        PluginStatus.Faulted or PluginStatus.Rejected => StateKind.Bad,
        PluginStatus.RestartNeeded => StateKind.Warning,
        _ => StateKind.Neutral,
    };

    public static string Text(PluginStatus status) => PortalTexts.T["plugin.status." + status];

    public static StateKind Kind(DeliveryState state) => state switch
    {
        DeliveryState.Done => StateKind.Good,
        DeliveryState.Parked => StateKind.Bad,
        _ => StateKind.Info,
    };

    public static string Text(DeliveryState state) => PortalTexts.T["event.state." + state];

    public static StateKind LevelKind(string level) => level switch
    {
        "Error" or "Critical" => StateKind.Bad,
        "Warning" => StateKind.Warning,
        "Information" => StateKind.Info,
        _ => StateKind.Neutral,
    };

    /// <summary>Whether somebody has to do something about it.</summary>
    public static bool IsTrouble(PluginView plugin) =>
        plugin.Status is PluginStatus.Faulted or PluginStatus.Rejected or PluginStatus.RestartNeeded;
}
