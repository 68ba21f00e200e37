using System.Text.Json;

namespace BroadbandHub.Sdk.Testing;

/// <summary>As much of plugin.json as tests need; the hub's own reader is stricter.</summary>
internal sealed record Manifest(
    string Id, string Version, IReadOnlyList<string> Provides, IReadOnlyList<string> Publishes, IReadOnlyList<string> Consumes, IReadOnlyDictionary<string, Manifest.Setting> Settings)
{
    public static Manifest Read(string file) => File.Exists(file)
        ? Parse(File.ReadAllText(file))
        : throw new InvalidOperationException($"There is no manifest at {file}; give PluginHarnessOptions.ManifestFile.");

    public static Manifest Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new Manifest(
                root.GetProperty("id").GetString()!,
                root.GetProperty("version").GetString()!,
                Texts(root, "provides"),
                Texts(root, "publishes"),
                Texts(root, "consumes"),
                Items(root, "settings").Select(s => new Setting(s)).ToDictionary(s => s.Key, StringComparer.Ordinal));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidOperationException($"plugin.json cannot be read: {e.Message}", e);
        }
    }

    private static List<string> Texts(JsonElement root, string name) => [.. Items(root, name).Select(i => i.GetString()!)];

    private static IEnumerable<JsonElement> Items(JsonElement root, string name) =>
        root.TryGetProperty(name, out var list) ? list.EnumerateArray().ToList() : [];

    internal sealed class Setting(JsonElement json)
    {
        public string Key { get; } = json.GetProperty("key").GetString()!;

        public string Type { get; } = json.TryGetProperty("type", out var type) ? type.GetString()! : "text";

        public string? Default { get; } = !json.TryGetProperty("default", out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText();
    }
}
