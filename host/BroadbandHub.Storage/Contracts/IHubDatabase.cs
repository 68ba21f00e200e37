using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.Contracts;

/// <summary>The hub's one database. Singleton; safe from any thread.</summary>
public interface IHubDatabase
{
    DatabaseProvider Provider { get; }

    /// <summary>A new open connection, set up as the hub needs it (SQLite: WAL, synchronous FULL, busy timeout). The caller disposes it.</summary>
    Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Waits for the turn to write. SQLite has one writer: queueing here is fair and does not poll. On MariaDB it returns at once. Hold it around
    /// a write transaction, never around a call to anything slow.
    /// </summary>
    Task<IDisposable> EnterWriteAsync(CancellationToken cancellationToken);

    /// <summary>Options for a context on a connection of its own, with the migrations of the context's assembly and an own history table. For plugins' tables, with their own internal service provider.</summary>
    DbContextOptions OptionsFor(Type contextType, string historyTable, IServiceProvider? internalServices);

    /// <summary>
    /// Disposes a context that has a connection of its own when nothing runs on that any more. A request may end while a query still runs; EF Core would close the
    /// connection under it, and the pool would give away half an answer.
    /// </summary>
    ValueTask EndAsync(DbContext context);

    /// <summary>A service provider with the provider's EF Core services, one per plugin generation, so that EF's static cache does not keep the plugin alive. The caller disposes it.</summary>
    IServiceProvider CreateInternalServices();

    /// <summary>Applies the context's migrations under the installation-wide lock.</summary>
    Task MigrateAsync(DbContext context, CancellationToken cancellationToken);
}
