namespace BroadbandHub.Sdk;

/// <summary>Files that a plugin keeps in the hub's file store: on every node the same, part of its backup. You call it, from any thread.</summary>
public interface IPluginFiles
{
    /// <summary>Stores a file under a name (at most 200 characters, '/' as separator), replacing what was there. At most 64 MiB.</summary>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>The content of a file, or null when there is none.</summary>
    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Removes a file; nothing happens when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}
