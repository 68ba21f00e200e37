using System.Data.Common;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.UnitOfWork;

/// <summary>The one connection of a scope, shared by the contexts of all modules so that they can share a transaction.</summary>
internal sealed class ScopeConnection(HubDatabase database) : IAsyncDisposable, IDisposable
{
    private readonly List<ModuleDb> contexts = [];
    private DbConnection? connection;
    private DbTransaction? transaction;

    public IReadOnlyList<ModuleDb> Contexts => contexts;

    public DbConnection Connection => connection ??= database.CreateConnection();

    public ModuleDb CreateContext(ModuleDbDefinition module)
    {
        var type = database.Provider == DatabaseProvider.Sqlite ? module.SqliteContext : module.MySqlContext;
        var context = (ModuleDb)Activator.CreateInstance(type, database.OptionsOn(Connection, type, module.HistoryTable))!;
        contexts.Add(context);
        if (transaction is not null)
        {
            context.Database.UseTransaction(transaction);
        }

        return context;
    }

    public async Task<DbTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        if (Connection.State != System.Data.ConnectionState.Open)
        {
            await Connection.OpenAsync(cancellationToken);
            if (database.Provider == DatabaseProvider.Sqlite)
            {
                SqlitePragmas.Apply(Connection);
            }
        }

        // READ COMMITTED on MariaDB: fewer gap locks, and what is checked is checked again by the update itself. SQLite begins immediate, so that a
        // reader never has to become a writer.
        transaction = database.Provider == DatabaseProvider.Sqlite
            ? await Connection.BeginTransactionAsync(cancellationToken)
            : await Connection.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        foreach (var context in contexts)
        {
            await context.Database.UseTransactionAsync(transaction, cancellationToken);
        }

        return transaction;
    }

    public async Task EndAsync()
    {
        foreach (var context in contexts)
        {
            await context.Database.UseTransactionAsync(null);
        }

        if (transaction is not null)
        {
            await transaction.DisposeAsync();
            transaction = null;
        }

        await ConnectionUse.EndAsync(Connection);
        await Connection.CloseAsync();
        ConnectionUse.Renew(Connection);
    }

    public void Dispose()
    {
        if (connection is not null)
        {
            ConnectionUse.DisposeWhenIdle(connection);
        }
    }

    /// <summary>The scope's contexts are disposed by now, so that nothing new begins on the connection; what runs ends first.</summary>
    public async ValueTask DisposeAsync()
    {
        if (connection is not null)
        {
            await ConnectionUse.EndAsync(connection);
            await connection.DisposeAsync();
        }
    }
}
