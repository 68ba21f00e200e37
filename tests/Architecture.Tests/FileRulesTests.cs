using System.Diagnostics;

namespace Architecture.Tests;

public sealed class FileRulesTests
{
    private const int MostLines = 300;
    private static readonly string[] Banned = ["Common", "Shared", "Utils", "Utilities", "Helpers", "Helper", "Misc"];
    private static readonly string[] Rooms = ["sdk", "host", "plugins", "samples", "tests", ".ci"];

    [Fact]
    public void Files_are_short_enough_to_read() => House.Holds(CheckLengths(Repository.Root));

    [Theory]
    [InlineData("host/A/Long.cs")]
    [InlineData("host/A/Long.razor")]
    public void A_long_file_is_seen(string path)
    {
        using var house = new BrokenHouse((path, new string('\n', MostLines + 1)));
        Assert.NotEmpty(CheckLengths(house.Root));
    }

    [Fact]
    public void A_generated_migration_may_be_long()
    {
        using var house = new BrokenHouse(("host/A/Migrations/Sqlite/Snapshot.cs", new string('\n', MostLines + 1)));
        Assert.Empty(CheckLengths(house.Root));
    }

    [Fact]
    public void Folders_are_named_after_what_is_in_them() => House.Holds(CheckFolders(Repository.Root));

    [Fact]
    public void A_folder_for_leftovers_is_seen()
    {
        using var house = new BrokenHouse(("host/A/Helpers/Text.cs", ""));
        Assert.NotEmpty(CheckFolders(house.Root));
    }

    [Fact]
    public void The_root_holds_only_the_rooms_of_the_house() => House.Holds(CheckRoot(Repository.Root));

    [Fact]
    public void A_plan_at_the_root_is_seen()
    {
        using var house = new BrokenHouse(("PLAN.md", "later"), ("tools/a.sh", ""));
        Assert.Equal(2, CheckRoot(house.Root).Count);
    }

    [Fact]
    public void What_builds_leave_behind_is_not_in_the_repository()
    {
        Assert.SkipUnless(Directory.Exists(Path.Combine(Repository.Root, ".git")) || File.Exists(Path.Combine(Repository.Root, ".git")), "These sources are no git checkout.");
        House.Holds(CheckTracked(Repository.Root));
    }

    [Fact]
    public void A_build_file_that_was_added_is_seen()
    {
        using var house = new BrokenHouse(("host/A/obj/A.targets", ""), ("host/A/A.cs", ""));
        Git(house.Root, "init", "-q");
        Git(house.Root, "add", "-f", ".");
        Assert.Single(CheckTracked(house.Root));
    }

    private static List<string> CheckTracked(string root) =>
    [
        .. Git(root, "ls-files").Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(file => file.Split('/').SkipLast(1).Any(folder => folder is "obj" or "bin" or "artifacts" or "TestResults" or "node_modules"))
            .Select(file => $"{file} is made by a build: git rm --cached it"),
    ];

    private static string Git(string root, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", root, .. arguments]) { RedirectStandardOutput = true })!;
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.Equal(0, git.ExitCode);
        return output;
    }

    private static List<string> CheckLengths(string root) =>
    [
        .. from file in Repository.Files(root, ".cs", ".razor")
           where !file.Contains("/Migrations/", StringComparison.Ordinal)
           let lines = File.ReadLines(Path.Combine(root, file)).Count()
           where lines > MostLines
           select $"{file} has {lines} lines; {MostLines} are allowed: split it where it has two subjects",
    ];

    private static List<string> CheckFolders(string root) =>
    [
        .. Repository.Folders(root).Where(f => Banned.Contains(Path.GetFileName(f), StringComparer.OrdinalIgnoreCase))
            .Select(f => $"{Repository.Relative(root, f)}: name the folder after its concept"),
    ];

    private static List<string> CheckRoot(string root)
    {
        string[] documents = ["README.md", "LICENSE", "plugins.json"];
        var files = Directory.GetFiles(root).Select(f => Path.GetFileName(f)!)
            .Where(f => Path.GetExtension(f) is ".md" or ".txt" or ".docx" or ".pdf" or ".json" && !documents.Contains(f) && f is not ("global.json" or "BannedSymbols.txt"));
        var folders = Directory.GetDirectories(root).Select(f => Path.GetFileName(f)!).Where(f => !Rooms.Contains(f) && f is not ("artifacts" or "obj" or "bin" or "BenchmarkDotNet.Artifacts" or "TestResults") && !f.StartsWith('.'));
        return [.. files.Concat(folders).Select(f => $"{f} does not belong to the root")];
    }
}
