using System.Text.Json;

namespace Architecture.Tests;

/// <summary>Every plugin has the same files, and says of every quality rule whether it holds.</summary>
public sealed class PluginFoldersTests
{
    private static readonly string[] Rules =
    [
        "manifest-complete", "settings-validated-at-start", "texts-in-both-languages", "conformance-kit-passes", "secrets-never-logged", "repeatable-by-operation-id",
        "unknown-is-an-outcome", "cancellation-honoured", "unloads-cleanly", "readme-says-limits-and-removal", "pages-accessible", "tables-expand-first",
    ];

    public static TheoryData<string> Plugins => [.. Directory.GetDirectories(Path.Combine(Repository.Root, "plugins"))
        .Where(d => Directory.GetFiles(d, "*.csproj").Length > 0).Select(d => Path.GetFileName(d)!)];

    private static string Good => JsonSerializer.Serialize(Rules.ToDictionary(r => r, _ => "done"));

    [Theory]
    [MemberData(nameof(Plugins))]
    public void A_plugin_has_the_files_that_every_plugin_has(string plugin) => House.Holds(Check(Path.Combine(Repository.Root, "plugins", plugin), plugin));

    [Fact]
    public void A_complete_plugin_passes()
    {
        using var house = new BrokenHouse(Files(Good));
        Assert.Empty(Check(house.Root, "App.Acme"));
    }

    [Theory]
    [InlineData("plugin.json")]
    [InlineData("README.md")]
    [InlineData("quality.json")]
    [InlineData("AcmePlugin.cs")]
    public void A_missing_file_is_seen(string missing)
    {
        using var house = new BrokenHouse([.. Files(Good).Where(f => f.Path != missing)]);
        Assert.NotEmpty(Check(house.Root, "App.Acme"));
    }

    [Theory]
    [InlineData("""{ "manifest-complete": "done" }""")]
    [InlineData("""{ "invented": "done" }""")]
    public void A_missing_or_unknown_quality_rule_is_seen(string quality)
    {
        using var house = new BrokenHouse(Files(quality));
        Assert.NotEmpty(Check(house.Root, "App.Acme"));
    }

    [Theory]
    [InlineData("\"maybe\"")]
    [InlineData("{ \"exempt\": \"\" }")]
    [InlineData("true")]
    public void A_rule_that_is_neither_done_nor_to_do_nor_exempt_with_a_reason_is_seen(string state)
    {
        using var house = new BrokenHouse(Files(Good.Replace("\"manifest-complete\":\"done\"", "\"manifest-complete\":" + state)));
        Assert.NotEmpty(Check(house.Root, "App.Acme"));
    }

    private static (string Path, string Content)[] Files(string quality) =>
        [("plugin.json", "{}"), ("README.md", "# Acme\n\n## Removal\n"), ("quality.json", quality), ("AcmePlugin.cs", "")];

    private static List<string> Check(string folder, string plugin)
    {
        string[] wanted = ["plugin.json", "README.md", "quality.json", plugin.Split('.')[^1] + "Plugin.cs"];
        var missing = wanted.Where(f => !File.Exists(Path.Combine(folder, f))).Select(f => $"{plugin} has no {f}").ToList();
        if (missing.Count > 0)
        {
            return missing;
        }

        var readme = File.ReadAllText(Path.Combine(folder, "README.md"));
        var silent = readme.Contains("## Removal", StringComparison.Ordinal) ? Array.Empty<string>() : [$"{plugin}: README.md does not say how to remove it"];
        using var quality = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "quality.json")));
        var states = quality.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.Clone());
        return
        [
            .. silent,
            .. Rules.Except(states.Keys).Select(r => $"{plugin}: quality.json says nothing of {r}"),
            .. states.Keys.Except(Rules).Select(r => $"{plugin}: quality.json knows a rule {r} that there is not"),
            .. states.Where(s => !IsState(s.Value)).Select(s => $"{plugin}: {s.Key} must be done, todo, or exempt with a reason"),
        ];
    }

    private static bool IsState(JsonElement state) => state.ValueKind switch
    {
        JsonValueKind.String => state.GetString() is "done" or "todo",
        JsonValueKind.Object => state.TryGetProperty("exempt", out var why) && !string.IsNullOrWhiteSpace(why.GetString()),
        _ => false,
    };
}
