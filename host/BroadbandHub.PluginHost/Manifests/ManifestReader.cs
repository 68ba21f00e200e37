using System.Text.Json;
using System.Text.RegularExpressions;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>Turns the text of plugin.json into a manifest, or says in one sentence what is wrong with it.</summary>
internal static partial class ManifestReader
{
    public const string FileName = "plugin.json";
    private const int MostBytes = 256 * 1024;

    private static readonly string[] Known =
    [
        "$schema", "id", "version", "sdk", "assembly", "name", "description", "owner",
        "provides", "requires", "permissions", "publishes", "consumes", "settings",
    ];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 16 };

    public static PluginManifest ReadFolder(string folder)
    {
        var file = new FileInfo(Path.Combine(folder, FileName));
        if (!file.Exists)
        {
            throw new RejectedException($"There is no plugin.json in {folder}; lay the plugin out again.");
        }

        return file.Length <= MostBytes
            ? Read(File.ReadAllBytes(file.FullName))
            : throw new RejectedException($"plugin.json is larger than {MostBytes / 1024} KiB.");
    }

    public static PluginManifest Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            // A byte order mark is no JSON, but editors write it.
            using var document = JsonDocument.Parse(json.Span.StartsWith("\uFEFF"u8) ? json[3..] : json, Lenient);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? Read(new JsonFields(document.RootElement, ""))
                : throw new RejectedException("plugin.json must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new RejectedException($"plugin.json is not valid JSON at line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}.");
        }
        catch (InvalidOperationException)
        {
            throw new RejectedException("plugin.json has an escape like \\ud800 that is only half a character; write the character itself.");
        }
    }

    private static PluginManifest Read(JsonFields fields)
    {
        if (fields.Names.FirstOrDefault(n => !Known.Contains(n)) is { } unknown)
        {
            throw new RejectedException($"plugin.json has an unknown field \"{unknown}\"; the fields are {string.Join(", ", Known.Skip(1))}.");
        }

        var id = fields.RequiredText("id", 64);
        if (!IdPattern().IsMatch(id))
        {
            throw fields.Wrong("id", $"is \"{id}\"; lower-case letters, digits, dots and hyphens are allowed, beginning and ending with a letter or digit");
        }

        var versionText = fields.RequiredText("version", 40);
        if (!SemVersion.TryParse(versionText, out var version))
        {
            throw fields.Wrong("version", $"is \"{versionText}\"; it must be like 1.2.3 or 1.2.3-beta.1");
        }

        var sdk = fields.RequiredText("sdk", 10);
        if (!SdkPattern().IsMatch(sdk))
        {
            throw fields.Wrong("sdk", $"is \"{sdk}\"; it must be major.minor, such as 0.1");
        }

        var assembly = fields.RequiredText("assembly", 120);
        if (!assembly.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || assembly.AsSpan().IndexOfAny('/', '\\') >= 0)
        {
            throw fields.Wrong("assembly", "must name a .dll that lies beside plugin.json");
        }

        var publishes = fields.Texts("publishes", 100);
        if (publishes.FirstOrDefault(p => !EventPattern().IsMatch(p)) is { } badEvent)
        {
            throw fields.Wrong("publishes", $"has \"{badEvent}\"; an event is named like article-published@1");
        }

        var consumes = fields.Texts("consumes", 170);
        if (consumes.FirstOrDefault(c => !FullEventPattern().IsMatch(c)) is { } badFullEvent)
        {
            throw fields.Wrong("consumes", $"has \"{badFullEvent}\"; another plugin's event is named like plugin-id/article-published@1");
        }

        return new PluginManifest(
            id, version, sdk, assembly,
            fields.RequiredLocalText("name", 80), fields.LocalTextOf("description", 500) ?? new LocalText(""), fields.Text("owner", 120) ?? "",
            Provides(fields), Requires(fields, id), Permissions(fields, id), publishes, consumes, SettingsReader.Read(fields));
    }

    private static IReadOnlyList<string> Provides(JsonFields fields)
    {
        var provides = fields.Texts("provides", 60);
        return provides.FirstOrDefault(p => !Capabilities.All.ContainsKey(p)) is not { } unknown
            ? provides
            : throw fields.Wrong("provides", $"names the capability \"{unknown}\", which this hub does not have; it has {string.Join(", ", Capabilities.All.Keys.Order())}");
    }

    private static List<ManifestRequirement> Requires(JsonFields fields, string self) => fields.Objects("requires").Select(r =>
    {
        var id = r.RequiredText("id", 64);
        var text = r.Text("version", 60) ?? "*";
        return id == self
            ? throw r.Wrong("id", "names the plugin itself")
            : VersionRange.TryParse(text, out var range)
                ? new ManifestRequirement(id, range)
                : throw r.Wrong("version", $"is \"{text}\"; write a range such as \">=1.0.0 <2.0.0\"");
    }).ToList();

    private static List<PluginPermission> Permissions(JsonFields fields, string self) => fields.Objects("permissions").Select(p =>
    {
        var name = p.RequiredText("name", 100);
        return PermissionPattern().IsMatch(name)
            ? new PluginPermission(self, name, new LocalText(p.RequiredText("en", 120), p.Text("zh", 120)))
            : throw p.Wrong("name", $"is \"{name}\"; write lower-case words with dots, such as news.articles.write");
    }).ToList();

    [GeneratedRegex("^[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?$")]
    private static partial Regex IdPattern();

    [GeneratedRegex(@"^[0-9]{1,3}\.[0-9]{1,3}$")]
    private static partial Regex SdkPattern();

    [GeneratedRegex("^[a-z0-9-]{1,80}@[0-9]{1,4}$")]
    private static partial Regex EventPattern();

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{0,63}/[a-z0-9-]{1,80}@[0-9]{1,4}$")]
    private static partial Regex FullEventPattern();

    [GeneratedRegex(@"^[a-z0-9-]+(\.[a-z0-9-]+){1,3}$")]
    private static partial Regex PermissionPattern();
}
