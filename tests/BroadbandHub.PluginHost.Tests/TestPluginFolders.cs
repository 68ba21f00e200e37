using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>The compiled test plugins, and copies of them with something changed, in a folder of the test's own.</summary>
internal sealed class TestPluginFolders : IDisposable
{
    private readonly List<JsonObject> listed = [];

    public string Root { get; } = Directory.CreateTempSubdirectory("hub-plugins-").FullName;

    public static string Built { get; } = Path.Combine(FindArtifacts(), "test-plugins");

    public string ListFile => Path.Combine(Root, "plugins.json");

    /// <summary>Copies a built plugin, perhaps under another id and version and with another manifest; answers the version folder.</summary>
    public string Copy(string id, string version = "1.0.0", string? asId = null, string? asVersion = null, Action<JsonObject>? manifest = null)
    {
        var (newId, newVersion) = (asId ?? id, asVersion ?? version);
        var target = Path.Combine(Root, newId, newVersion);
        CopyFolder(Path.Combine(Built, id, version), target);
        var file = Path.Combine(target, "plugin.json");
        var json = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        (json["id"], json["version"]) = (newId, newVersion);
        manifest?.Invoke(json);
        File.WriteAllText(file, json.ToJsonString());
        return target;
    }

    public TestPluginFolders List(string id, bool enabled = true)
    {
        listed.Add(new JsonObject { ["id"] = id, ["path"] = id, ["enabled"] = enabled });
        File.WriteAllText(ListFile, new JsonObject { ["plugins"] = new JsonArray([.. listed.Select(l => l.DeepClone())]) }.ToJsonString());
        return this;
    }

    public TestPluginFolders With(string id, string version = "1.0.0", bool enabled = true)
    {
        Copy(id, version);
        return listed.Exists(l => (string?)l["id"] == id) ? this : List(id, enabled);
    }

    /// <summary>A plugin that has one trouble.</summary>
    public TestPluginFolders WithTrouble(string trouble, string id, bool enabled = true)
    {
        Copy("test.troubled", asId: id, manifest: m =>
        {
            m["settings"]![0]!["default"] = trouble;
            m["consumes"] = new JsonArray();
        });
        return List(id, enabled);
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    private static string FindArtifacts()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (folder.Name == "artifacts")
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException("The tests run outside of the artifacts folder.");
    }
}
