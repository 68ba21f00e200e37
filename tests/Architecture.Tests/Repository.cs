using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>The files of this repository, without what builds and tools leave behind.</summary>
internal static class Repository
{
    private static readonly string[] Ignored = ["artifacts", "bin", "obj", ".git", ".data", "node_modules", "TestResults"];

    public static string Root { get; } = FindRoot();

    /// <summary>Where the build puts a project's assembly, in the configuration of these tests.</summary>
    public static string Assembly(string project)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(Root, "artifacts", "bin", project, configuration, project + ".dll");
    }

    /// <summary>Paths below a folder, relative to the root, with '/' between the parts.</summary>
    public static IEnumerable<string> Files(string root, params string[] endings) =>
        Walk(root).Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal))).Select(f => Relative(root, f)).Order(StringComparer.Ordinal);

    public static IEnumerable<string> Folders(string root) => Directory.GetDirectories(root)
        .Where(d => !Ignored.Contains(Path.GetFileName(d)))
        .SelectMany(d => Folders(d).Prepend(d));

    public static string Relative(string root, string file) => Path.GetRelativePath(root, file).Replace('\\', '/');

    /// <summary>The projects of the house by path; the packed sample lives outside of its rules.</summary>
    public static IEnumerable<(string Path, XDocument Project)> Projects(string root) =>
        Files(root, ".csproj").Where(f => f != "samples/HelloPlugin/HelloPlugin.csproj").Select(f => (f, XDocument.Load(Path.Combine(root, f))));

    private static IEnumerable<string> Walk(string folder) =>
        Directory.GetFiles(folder).Concat(Directory.GetDirectories(folder).Where(d => !Ignored.Contains(Path.GetFileName(d))).SelectMany(Walk));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "BroadbandHub.sln")))
        {
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("BroadbandHub.sln was not found above the tests.");
        }

        return folder;
    }
}
