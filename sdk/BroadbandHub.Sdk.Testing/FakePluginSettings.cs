using System.Globalization;

namespace BroadbandHub.Sdk.Testing;

/// <summary>Settings as the hub gives them: only declared ones, completed with their defaults.</summary>
internal sealed class FakePluginSettings : IPluginSettings
{
    private readonly Manifest manifest;
    private readonly IDictionary<string, string?> values;

    public FakePluginSettings(Manifest manifest, IDictionary<string, string?> values)
    {
        this.manifest = manifest;
        this.values = values;
        if (values.Keys.FirstOrDefault(k => !manifest.Settings.ContainsKey(k)) is { } unknown)
        {
            throw new InvalidOperationException($"plugin.json declares no setting '{unknown}'.");
        }
    }

    public string? Text(string key)
    {
        var setting = Find(key, null);
        return values.TryGetValue(key, out var value) ? value : setting.Default;
    }

    public decimal Number(string key)
    {
        Find(key, "number");
        return Text(key) is { } text
            ? decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)
            : throw new KeyNotFoundException($"The setting '{key}' has no value.");
    }

    public bool IsOn(string key)
    {
        Find(key, "boolean");
        return Text(key) == "true";
    }

    private Manifest.Setting Find(string key, string? type) =>
        manifest.Settings.TryGetValue(key, out var setting) && (type is null || setting.Type == type)
            ? setting
            : throw new KeyNotFoundException($"plugin.json declares no setting '{key}'{(type is null ? "" : " of type " + type)}.");
}
