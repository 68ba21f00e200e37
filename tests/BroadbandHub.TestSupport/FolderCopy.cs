namespace BroadbandHub.TestSupport;

/// <summary>The files of a hub's data folder, which belong to its database, kept in memory with who may read them.</summary>
public sealed class FolderCopy
{
    private readonly List<(string Path, byte[] Content, UnixFileMode Mode)> files;

    private FolderCopy(List<(string Path, byte[] Content, UnixFileMode Mode)> files) => this.files = files;

    public static FolderCopy Take(string folder) => new(
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => (Path.GetRelativePath(folder, f), File.ReadAllBytes(f), OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(f)))]);

    public void WriteTo(string folder)
    {
        foreach (var (path, content, mode) in files)
        {
            var file = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(file, mode);
            }
        }
    }
}
