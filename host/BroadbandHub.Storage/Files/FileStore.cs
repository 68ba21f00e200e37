using System.Security.Cryptography;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Files;

internal sealed class FileStore(IServiceScopeFactory scopes, TimeProvider clock) : IFileStore
{
    private const int MostName = 200;

    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(name.Length, MostName, nameof(name));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, FileRow.MostBytes, nameof(content));
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                var row = await db.Files.SingleOrDefaultAsync(f => f.Name == name, cancellationToken);
                if (row is null)
                {
                    row = new() { Name = name, Content = [], Bytes = 0, Sha256 = "", StoredAt = clock.GetUtcNow() };
                    db.Files.Add(row);
                }

                row.Content = content.ToArray();
                row.Bytes = content.Length;
                row.Sha256 = Convert.ToHexStringLower(SHA256.HashData(content.Span));
                row.StoredAt = clock.GetUtcNow();
                return true;
            },
            _ => true,
            cancellationToken);
    }

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageDb>().Files.Where(f => f.Name == name).Select(f => f.Content)
            .SingleOrDefaultAsync(cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            () => db.Files.Where(f => f.Name == name).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageDb>().Files.Where(f => f.Name.StartsWith(prefix)).OrderBy(f => f.Name)
            .Select(f => new StoredFile(f.Name, f.Bytes, f.Sha256, f.StoredAt)).ToListAsync(cancellationToken);
    }
}
