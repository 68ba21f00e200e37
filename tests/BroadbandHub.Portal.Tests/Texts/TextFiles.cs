using System.Text.Json;
using System.Text.RegularExpressions;

namespace BroadbandHub.Portal.Tests.Texts;

/// <summary>Every pair of Texts/en.json and Texts/zh.json below a folder, and what is wrong with it.</summary>
internal static partial class TextFiles
{
    public static string Repository { get; } = FindRepository();

    public static IEnumerable<string> FoldersBelow(string root) => Directory
        .EnumerateDirectories(root, "Texts", new EnumerationOptions { RecurseSubdirectories = true })
        .Where(folder => !Path.GetRelativePath(root, folder).Split(Path.DirectorySeparatorChar).Any(part => part is "tests" or "artifacts" or "bin" or "obj" or "node_modules" or ".git"))
        .Where(folder => Directory.EnumerateFiles(folder, "*.json").Any());

    public static IEnumerable<string> ProblemsOf(string folder)
    {
        var (english, chinese) = (Read(folder, "en"), Read(folder, "zh"));
        foreach (var key in english.Keys.Except(chinese.Keys))
        {
            yield return $"{folder}: zh.json lacks “{key}”.";
        }

        foreach (var key in chinese.Keys.Except(english.Keys))
        {
            yield return $"{folder}: en.json lacks “{key}”.";
        }

        foreach (var (key, text) in english.Concat(chinese).Where(pair => string.IsNullOrWhiteSpace(pair.Value)))
        {
            yield return $"{folder}: “{key}” is empty.";
        }

        foreach (var key in english.Keys.Intersect(chinese.Keys).Where(key => !Places(english[key]).SetEquals(Places(chinese[key]))))
        {
            yield return $"{folder}: “{key}” has other places to fill in in Chinese than in English.";
        }
    }

    /// <summary>Keys that components and code of the project ask for literally and that en.json lacks.</summary>
    public static IEnumerable<string> MissingKeys(string folder)
    {
        var project = Path.GetDirectoryName(folder)!;
        var known = Read(folder, "en").Keys.ToHashSet(StringComparer.Ordinal);
        var sources = Directory.EnumerateFiles(project, "*", new EnumerationOptions { RecurseSubdirectories = true })
            .Where(f => f.EndsWith(".razor", StringComparison.Ordinal) || f.EndsWith(".cs", StringComparison.Ordinal))
            .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal));
        foreach (var source in sources)
        {
            foreach (Match use in Use().Matches(File.ReadAllText(source)))
            {
                if (!known.Contains(use.Groups["key"].Value))
                {
                    yield return $"{source}: “{use.Groups["key"].Value}” is not in {Path.Combine(folder, "en.json")}.";
                }
            }
        }
    }

    private static Dictionary<string, string> Read(string folder, string language)
    {
        var file = Path.Combine(folder, language + ".json");
        return File.Exists(file) ? JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(file))! : [];
    }

    private static HashSet<string> Places(string text) => [.. Place().Matches(text).Select(m => m.Groups[1].Value)];

    private static string FindRepository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "BroadbandHub.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run below the repository.");
    }

    [GeneratedRegex(@"\{(\d+)(?::[^}]*)?\}")]
    private static partial Regex Place();

    // T["a.key"] and T["a.key", 1], but not T["a." + part] nor T[$"a.{part}"].
    [GeneratedRegex(@"\bT\[""(?<key>[^""]+)""(?=[\],])")]
    private static partial Regex Use();
}
