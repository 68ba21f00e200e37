namespace BroadbandHub.Storage.Contracts;

/// <summary>Files that every node needs: packages, PDFs, logos; kept in the database. Singleton. Names use '/' and are at most 200 characters.</summary>
public interface IFileStore
{
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken);

    Task DeleteAsync(string name, CancellationToken cancellationToken);

    Task<IReadOnlyList<StoredFile>> ListAsync(string prefix, CancellationToken cancellationToken);
}

public sealed record StoredFile(string Name, long Bytes, string Sha256, DateTimeOffset StoredAt);
