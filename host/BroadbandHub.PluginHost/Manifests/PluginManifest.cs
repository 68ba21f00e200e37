using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>plugin.json, checked: everything known of a plugin before any of its code runs.</summary>
internal sealed record PluginManifest(
    string Id,
    SemVersion Version,
    string Sdk,
    string Assembly,
    LocalText Name,
    LocalText Description,
    string Owner,
    IReadOnlyList<string> Provides,
    IReadOnlyList<ManifestRequirement> Requires,
    IReadOnlyList<PluginPermission> Permissions,
    IReadOnlyList<string> Publishes,
    IReadOnlyList<string> Consumes,
    IReadOnlyList<SettingDefinition> Settings);

internal sealed record ManifestRequirement(string Id, VersionRange Versions);

internal sealed record SettingDefinition(
    string Key, SettingType Type, LocalText Label, LocalText? Help, bool Required, string? Default, decimal? Min, decimal? Max, IReadOnlyList<string> Choices);

/// <summary>Something about a plugin that keeps it out, as one sentence for the operator.</summary>
internal sealed class RejectedException(string reason) : Exception(reason);
