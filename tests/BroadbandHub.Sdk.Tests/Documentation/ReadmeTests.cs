using System.Text.RegularExpressions;

namespace BroadbandHub.Sdk.Tests.Documentation;

/// <summary>What the READMEs tell a stranger to type or to look at is there. That the sample of the README compiles is shown by <see cref="Packages.PackedSdkTests"/>.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = Repository();
    private static readonly Lazy<string> Sources = new(() => string.Join(
        '\n', new[] { "host", "samples" }.SelectMany(f => Directory.GetFiles(Path.Combine(Root, f), "*.cs", SearchOption.AllDirectories)).Select(File.ReadAllText)));

    public static TheoryData<string> Readmes => [.. new[] { "README.md" }
        .Concat(new[] { "samples", "plugins", "sdk" }.SelectMany(f => Directory.GetFiles(Path.Combine(Root, f), "README.md", SearchOption.AllDirectories)))
        .Select(f => Path.GetRelativePath(Root, Path.Combine(Root, f)))];

    [Theory, MemberData(nameof(Readmes))]
    public void Every_path_project_and_setting_that_a_README_names_is_there(string readme) =>
        Assert.Empty(Missing(File.ReadAllText(Path.Combine(Root, readme)), Path.GetDirectoryName(Path.Combine(Root, readme))!));

    [Theory]
    [InlineData("run `tests/walk.sh`")]
    [InlineData("```\ndotnet run --project host/BroadbandHub.Guest\n```")]
    [InlineData("```\nfor p in Sdk Sdk.Moon; do dotnet pack sdk/BroadbandHub.$p; done\n```")]
    [InlineData("the limit is `Plugins:NoSuchLimit`")]
    [InlineData("set `Hub__NoSuchThing=1`")]
    [InlineData("why: `host/decisions/9999`")]
    [InlineData("![picture](host/nothing.png)")]
    public void What_is_not_there_is_named(string text) => Assert.Single(Missing(text, Root));

    [Fact]
    public void The_READMEs_have_something_to_check() => Assert.True(Named(File.ReadAllText(Path.Combine(Root, "README.md"))).Count() > 20);

    private static List<string> Missing(string text, string folder) =>
    [
        .. Named(text).Distinct(StringComparer.Ordinal).Where(p => !Exists(Path.Combine(Root, p)) && !Exists(Path.Combine(folder, p))).Select(p => $"there is no {p}"),
        .. SettingPattern().Matches(text).Select(m => m.Value.Replace("__", ":", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)
            .Where(s => !Regex.IsMatch(Sources.Value, $@"\b{Regex.Escape(s.Split(':')[^1])}\b")).Select(s => $"no code reads the setting {s}"),
    ];

    /// <summary>Everything written as code, with the loops of the shell unrolled, that begins with a folder of this repository.</summary>
    private static IEnumerable<string> Named(string text) =>
        from code in CodePattern().Matches(text).Select(m => m.Groups["fence"].Value + m.Groups["inline"].Value + m.Groups["link"].Value)
        from line in code.Split('\n')
        from word in Unrolled(line).Split(' ', ';', '\'', '"', '(', ')', '|', ',', '`')
        where PathPattern().IsMatch(word)
        select word.TrimEnd('/', '.', ':');

    private static string Unrolled(string line) => LoopPattern().Match(line) is { Success: true } loop
        ? string.Join(' ', loop.Groups["values"].Value.Split(' ').Select(v => loop.Groups["body"].Value.Replace("$" + loop.Groups["name"].Value, v, StringComparison.Ordinal)))
        : line;

    /// <summary>A decision may be named by its number alone.</summary>
    private static bool Exists(string path) => File.Exists(path) || Directory.Exists(path)
        || (Path.GetDirectoryName(path) is { } folder && Directory.Exists(folder) && Path.GetFileName(path).All(char.IsAsciiDigit)
            && Directory.EnumerateFiles(folder, Path.GetFileName(path) + "-*").Any());

    private static string Repository()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BroadbandHub.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("BroadbandHub.sln was not found above the tests.");
        }

        return folder;
    }

    [GeneratedRegex("```[a-z]*\n(?<fence>.*?)```|`(?<inline>[^`\n]+)`|\\]\\((?<link>[^)]+)\\)", RegexOptions.Singleline)]
    private static partial Regex CodePattern();

    [GeneratedRegex(@"^(sdk|host|plugins|samples|tests)/[\w./-]+$|^plugins\.json$")]
    private static partial Regex PathPattern();

    [GeneratedRegex(@"for (?<name>\w+) in (?<values>[^;]+); do (?<body>[^;]+); done")]
    private static partial Regex LoopPattern();

    [GeneratedRegex(@"\b(Hub|Database|Plugins|Billing|Disk)(:|__)[A-Z]\w*((:|__)[A-Z]\w*)*\b")]
    private static partial Regex SettingPattern();
}
