using System.Collections.Concurrent;

namespace BroadbandHub.Sdk.Testing;

/// <summary>A plugin's files, in memory.</summary>
public sealed class FakePluginFiles : IPluginFiles
{
    private const int MostBytes = 64 * 1024 * 1024;
    private readonly ConcurrentDictionary<string, byte[]> files = new(StringComparer.Ordinal);

    /// <summary>The names there are.</summary>
    public IReadOnlyCollection<string> Names => [.. files.Keys.Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Check(name);
        if (content.Length > MostBytes)
        {
            throw new ArgumentException("A file has at most 64 MiB.", nameof(content));
        }

        files[name] = content.ToArray();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        Check(name);
        return Task.FromResult(files.TryGetValue(name, out var content) ? content.ToArray() : null);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        Check(name);
        files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private static void Check(string name)
    {
        if (string.IsNullOrEmpty(name) || name.Length > 200)
        {
            throw new ArgumentException("A file's name has 1 to 200 characters.", nameof(name));
        }
    }
}
