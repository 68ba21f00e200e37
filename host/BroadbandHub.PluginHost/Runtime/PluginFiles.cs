using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>A plugin's corner of the file store.</summary>
internal sealed class PluginFiles(IFileStore store, string pluginId) : IPluginFiles
{
    private const int LongestName = 200;
    private const int MostBytes = 64 * 1024 * 1024;

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        content.Length <= MostBytes
            ? store.WriteAsync(Place(name), content, cancellationToken)
            : throw new ArgumentException("A file of a plugin may have at most 64 MiB.", nameof(content));

    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => store.ReadAsync(Place(name), cancellationToken);

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => store.DeleteAsync(Place(name), cancellationToken);

    private string Place(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name.Length > LongestName)
        {
            throw new ArgumentException($"The name of a file may have at most {LongestName} characters.", nameof(name));
        }

        var place = $"plugin-files/{pluginId}/{name}";
        return place.Length <= LongestName ? place : $"plugin-files/{pluginId}/~{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))}";
    }
}
