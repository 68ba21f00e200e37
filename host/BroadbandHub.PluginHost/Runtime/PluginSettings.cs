using System.Collections.Frozen;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>The values of one generation's settings, secrets already readable.</summary>
internal sealed class PluginSettings(IReadOnlyList<SettingDefinition> schema, IReadOnlyDictionary<string, string?> values) : IPluginSettings
{
    private readonly FrozenDictionary<string, (SettingDefinition Definition, string? Value)> settings = schema.ToFrozenDictionary(
        s => s.Key,
        s => (s, values.GetValueOrDefault(s.Key) is { Length: > 0 } value ? value : s.Default),
        StringComparer.Ordinal);

    public string? Text(string key) => Find(key).Value;

    public decimal Number(string key) =>
        Find(key) is { Definition.Type: SettingType.Number, Value: not null } found && SettingsReader.TryNumber(found.Value, out var number)
            ? number
            : throw new KeyNotFoundException($"plugin.json declares no setting \"{key}\" of type number, or it has no value.");

    public bool IsOn(string key) => Find(key) is { Definition.Type: SettingType.Boolean } found
        ? found.Value == "true"
        : throw new KeyNotFoundException($"plugin.json declares no setting \"{key}\" of type boolean.");

    private (SettingDefinition Definition, string? Value) Find(string key) =>
        settings.TryGetValue(key, out var found) ? found : throw new KeyNotFoundException($"plugin.json declares no setting \"{key}\".");
}
