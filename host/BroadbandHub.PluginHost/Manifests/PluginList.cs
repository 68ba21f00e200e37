using System.Text.Json;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>plugins.json: which plugins a fresh hub has, where they lie, and which start enabled.</summary>
internal sealed record PluginListEntry(string Id, string Path, bool Enabled);

internal static class PluginList
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The entries, with absolute paths. A list that cannot be read is an installation error: the host must not start half.</summary>
    public static IReadOnlyList<PluginListEntry> Read(string? file)
    {
        if (file is null)
        {
            return [];
        }

        if (!File.Exists(file))
        {
            throw new InvalidOperationException($"The list of plugins {file} does not exist; set Plugins:ListFile to where plugins.json is, or leave it out.");
        }

        try
        {
            var root = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(file))!;
            var list = JsonSerializer.Deserialize<FileShape>(File.ReadAllBytes(file), Options);
            return (list?.Plugins ?? [])
                .Select(p => new PluginListEntry(
                    p.Id ?? throw new JsonException("an entry has no \"id\""),
                    System.IO.Path.GetFullPath(p.Path ?? throw new JsonException($"the entry \"{p.Id}\" has no \"path\""), root),
                    p.Enabled))
                .ToList();
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"{file} is not a valid list of plugins: {e.Message}", e);
        }
    }

    /// <summary>The version folders below a path: the folder itself when it holds a plugin.json, else those of its subfolders that do.</summary>
    public static IReadOnlyList<string> VersionFolders(string path)
    {
        if (!Directory.Exists(path))
        {
            return [];
        }

        return File.Exists(System.IO.Path.Combine(path, ManifestReader.FileName))
            ? [path]
            : Directory.GetDirectories(path).Where(d => File.Exists(System.IO.Path.Combine(d, ManifestReader.FileName))).Order(StringComparer.Ordinal).ToList();
    }

    private sealed record FileShape(List<EntryShape>? Plugins);

    private sealed record EntryShape(string? Id, string? Path, bool Enabled = true);
}
