using System.Text.Json;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.State;

/// <summary>The stored form of a plugin's settings: a JSON object, secrets encrypted.</summary>
internal sealed class SettingsStore(ISecretProtector protector)
{
    private const string SecretMark = "protected:";

    /// <summary>The values with readable secrets, for a new generation.</summary>
    public IReadOnlyDictionary<string, string?> Open(string json, IReadOnlyList<SettingDefinition> schema) => Parse(json)
        .Where(v => schema.Any(s => s.Key == v.Key))
        .ToDictionary(
            v => v.Key,
            v => v.Value?.StartsWith(SecretMark, StringComparison.Ordinal) == true && IsSecret(schema, v.Key) ? protector.Unprotect(v.Value[SecretMark.Length..]) : v.Value,
            StringComparer.Ordinal);

    /// <summary>The stored form of new values; a secret that is not given keeps what it had. Keys of other versions stay, so that a roll-back finds them.</summary>
    public string Change(string json, IReadOnlyList<SettingDefinition> schema, IReadOnlyDictionary<string, string?> values)
    {
        var stored = Parse(json);
        foreach (var setting in schema)
        {
            var value = values.GetValueOrDefault(setting.Key);
            if (setting.Type == SettingType.Secret)
            {
                if (value is { Length: > 0 })
                {
                    stored[setting.Key] = SecretMark + protector.Protect(value);
                }
            }
            else if (string.IsNullOrEmpty(value))
            {
                stored.Remove(setting.Key);
            }
            else
            {
                stored[setting.Key] = value;
            }
        }

        return JsonSerializer.Serialize(stored);
    }

    public static IReadOnlyList<SettingView> View(string json, IReadOnlyList<SettingDefinition> schema)
    {
        var stored = Parse(json);
        return schema.Select(s =>
        {
            var value = stored.GetValueOrDefault(s.Key);
            return new SettingView(s.Key, s.Type, s.Label, s.Help, s.Required, s.Type == SettingType.Secret ? null : value ?? s.Default, value is not null, s.Min, s.Max, s.Choices);
        }).ToList();
    }

    public static bool HasValue(string json, string key) => Parse(json).GetValueOrDefault(key) is not null;

    /// <summary>The names of the settings that differ. Never their values: an operator may have typed a secret where none was asked for.</summary>
    public static string Changed(string before, string after)
    {
        var (old, now) = (Parse(before), Parse(after));
        return string.Join(", ", old.Keys.Union(now.Keys).Where(k => old.GetValueOrDefault(k) != now.GetValueOrDefault(k)).Order(StringComparer.Ordinal));
    }

    private static bool IsSecret(IReadOnlyList<SettingDefinition> schema, string key) => schema.Any(s => s.Key == key && s.Type == SettingType.Secret);

    private static Dictionary<string, string?> Parse(string json) => JsonSerializer.Deserialize<Dictionary<string, string?>>(json) ?? [];
}

/// <summary>Stands in when no module of the host brings keys: storing a secret is refused instead of storing it readable.</summary>
internal sealed class NoSecretProtector : ISecretProtector
{
    public string Protect(string secret) => throw new InvalidOperationException("Secret settings cannot be stored: this host has no ISecretProtector.");

    public string Unprotect(string protectedText) => throw new InvalidOperationException("Secret settings cannot be read: this host has no ISecretProtector.");
}
