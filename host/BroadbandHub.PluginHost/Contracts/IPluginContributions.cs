using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.PluginHost.Contracts;

/// <summary>What the plugins that run on this node add to the portal. Singleton, from memory. Holds no type of a plugin, so that keeping an answer keeps no plugin alive.</summary>
public interface IPluginContributions
{
    IReadOnlyList<PluginSection> Sections { get; }

    IReadOnlyList<PluginWidget> Widgets { get; }

    IReadOnlyList<PluginPermission> Permissions { get; }

    /// <summary>Raised after plugins came or went on this node.</summary>
    event Action? Changed;
}

/// <param name="Href">Where its first page is: <c>/s/{plugin id}/…</c>.</param>
public sealed record PluginSection(
    string PluginId, string Key, Audience Audience, LocalText Title, string Icon, string Href, string? Permission, int Order);

public sealed record PluginWidget(string PluginId, string Key, Audience Audience, LocalText Title, string? Permission, int Order);

public sealed record PluginPermission(string PluginId, string Name, LocalText Title);
