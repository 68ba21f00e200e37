namespace BroadbandHub.Identity.Tests;

/// <summary>The key file that nodes on one database share.</summary>
internal sealed class SharedKeyFile : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("hub-keys-").FullName;

    public Dictionary<string, string?> Settings => new(StringComparer.Ordinal) { ["Hub:KeyFile"] = Path.Combine(folder, "hub.key") };

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
