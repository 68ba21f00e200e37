using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.UnitOfWork;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Databases;

/// <summary>The contexts of the host's modules, in the order their migrations are applied.</summary>
internal sealed record ModuleDbDefinition(Type Context, Type SqliteContext, Type MySqlContext, string Prefix)
{
    public string HistoryTable => Prefix + "__migrations";
}

/// <summary>Applies the migrations of all modules, in order, under the lock, and guards against a database of a later release.</summary>
internal sealed class ModuleMigrations(IServiceScopeFactory scopes, HubDatabase database, IEnumerable<ModuleDbDefinition> modules)
{
    /// <summary>Raised with each release whose migrations contract what the previous release's code used.</summary>
    private const int Release = 1;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var module in modules)
        {
            await using var scope = scopes.CreateAsyncScope();
            var context = scope.ServiceProvider.GetRequiredService<ScopeConnection>().CreateContext(module);
            await using (context)
            {
                await database.MigrateAsync(context, cancellationToken);
                if (context is StorageDb storage)
                {
                    await CheckReleaseAsync(storage, cancellationToken);
                }
            }
        }
    }

    private static async Task CheckReleaseAsync(StorageDb storage, CancellationToken cancellationToken)
    {
        var row = await storage.Releases.SingleOrDefaultAsync(cancellationToken);
        if (row is null)
        {
            storage.Releases.Add(new() { Id = 1, Number = Release });
        }
        else if (row.Number > Release + 1)
        {
            throw new InvalidOperationException(
                $"The database is of release {row.Number}, this host of release {Release}: more than one behind. Start a newer host, or restore a backup.");
        }
        else
        {
            row.Number = Math.Max(row.Number, Release);
        }

        try
        {
            await storage.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException) when (row is null)
        {
            // Another node stored the row at the same moment.
        }
    }
}
