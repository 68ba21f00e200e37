namespace Architecture.Tests;

/// <summary>A folder with a few files that break a rule, so that the rule is seen red.</summary>
internal sealed class BrokenHouse : IDisposable
{
    public BrokenHouse(params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            var file = Path.Combine(Root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, content);
        }
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("hub-broken-").FullName;

    public static (string Path, string Content) Project(string path, params string[] references) => (
        path,
        $"<Project><ItemGroup>{string.Concat(references.Select(r => $"<ProjectReference Include=\"{r}\" />"))}</ItemGroup></Project>");

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
