using System.Data.Common;
using BroadbandHub.Storage.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using MySqlConnector;

namespace BroadbandHub.Storage.Databases;

internal sealed class HubDatabase(IOptions<DatabaseOptions> options) : IHubDatabase, IDisposable
{
    /// <summary>Nobody holds the gate for long; who waits this long is most likely waiting for itself (a write inside another write).</summary>
    private static readonly TimeSpan GateLimit = TimeSpan.FromSeconds(60);

    /// <summary>A hundredth of a second each. It takes milliseconds; seconds when much else is going on.</summary>
    private const int ConfigurationAttempts = 500;

    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly string connectionString = Complete(options.Value);
    private readonly Lazy<ServerVersion> serverVersion = new(() => ServerVersion.AutoDetect(WithoutDatabase(options.Value)));

    public DatabaseProvider Provider { get; } = options.Value.Provider;

    public DbConnection CreateConnection() => Provider == DatabaseProvider.Sqlite
        ? new SqliteConnection(connectionString)
        : new MySqlConnection(connectionString);

    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            if (Provider == DatabaseProvider.Sqlite)
            {
                SqlitePragmas.Apply(connection);
            }

            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task<IDisposable> EnterWriteAsync(CancellationToken cancellationToken)
    {
        if (Provider != DatabaseProvider.Sqlite)
        {
            return NoTurn.Instance;
        }

        return await gate.WaitAsync(GateLimit, cancellationToken)
            ? new Turn(gate)
            : throw new TimeoutException("The turn to write did not come: a write inside another write waits for itself.");
    }

    public DbContextOptions OptionsFor(Type contextType, string historyTable, IServiceProvider? internalServices)
    {
        var builder = NewBuilder(contextType);
        if (internalServices is not null)
        {
            builder.UseInternalServiceProvider(internalServices);
        }

        Configure(builder, contextType, historyTable, connection: null);
        return builder.Options;
    }

    public async ValueTask EndAsync(DbContext context)
    {
        try
        {
            await ConnectionUse.EndAsync(await ConnectionOfAsync(context));
        }
        catch (ObjectDisposedException)
        {
            // Somebody has disposed it already.
        }

        await context.DisposeAsync();
    }

    /// <summary>A context is configured by the first who uses it, and refuses everybody else meanwhile: that may be a query that was abandoned as it began.</summary>
    private static async ValueTask<DbConnection> ConnectionOfAsync(DbContext context)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return context.Database.GetDbConnection();
            }
            catch (InvalidOperationException e) when (e is not ObjectDisposedException && attempt < ConfigurationAttempts)
            {
                await Task.Delay(10);
            }
        }
    }

    public IServiceProvider CreateInternalServices()
    {
        var services = new ServiceCollection();
        _ = Provider == DatabaseProvider.Sqlite ? services.AddEntityFrameworkSqlite() : services.AddEntityFrameworkMySql();
        return services.BuildServiceProvider();
    }

    public Task MigrateAsync(DbContext context, CancellationToken cancellationToken) => new MigrationLock(this).RunAsync(
        async () =>
        {
            if (Provider == DatabaseProvider.Sqlite)
            {
                await SqlitePragmas.ForgetAbandonedMigrationAsync(context, cancellationToken);
            }

            await context.Database.MigrateAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>Options for a module's context on the scope's shared connection.</summary>
    public DbContextOptions OptionsOn(DbConnection connection, Type contextType, string historyTable)
    {
        var builder = NewBuilder(contextType);
        Configure(builder, contextType, historyTable, connection);
        return builder.Options;
    }

    /// <summary>A connection to the server without a database, so that a lock can be taken before the database exists.</summary>
    public MySqlConnection CreateServerConnection() => new(WithoutDatabase(options.Value));

    private void Configure(DbContextOptionsBuilder builder, Type contextType, string historyTable, DbConnection? connection)
    {
        builder.AddInterceptors(ConnectionUse.Interceptors);
        if (Provider == DatabaseProvider.Sqlite)
        {
            builder.AddInterceptors(SqlitePragmas.Interceptor);
            if (connection is null)
            {
                builder.UseSqlite(connectionString, o => o.MigrationsHistoryTable(historyTable).MigrationsAssembly(contextType.Assembly));
            }
            else
            {
                builder.UseSqlite(connection, o => o.MigrationsHistoryTable(historyTable).MigrationsAssembly(contextType.Assembly));
            }
        }
        else if (connection is null)
        {
            builder.UseMySql(connectionString, serverVersion.Value, o => o.MigrationsHistoryTable(historyTable).MigrationsAssembly(contextType.Assembly));
        }
        else
        {
            builder.UseMySql(connection, serverVersion.Value, o => o.MigrationsHistoryTable(historyTable).MigrationsAssembly(contextType.Assembly));
        }
    }

    /// <summary>The connections that lie ready would stay open for minutes after the host has stopped: a server lends out a few hundred of them.</summary>
    public void Dispose()
    {
        using var own = CreateConnection();
        if (own is MySqlConnection mySql)
        {
            MySqlConnection.ClearPool(mySql);
        }
        else
        {
            SqliteConnection.ClearPool((SqliteConnection)own);
        }
    }

    private static DbContextOptionsBuilder NewBuilder(Type contextType) =>
        (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(contextType))!;

    private static string Complete(DatabaseOptions options)
    {
        if (options.Provider == DatabaseProvider.Sqlite)
        {
            return new SqliteConnectionStringBuilder(options.ConnectionString) { ForeignKeys = true, Pooling = true }.ToString();
        }

        // What Pomelo needs: rows found, not rows changed, and user variables. Without it optimistic concurrency misjudges equal writes.
        return new MySqlConnectionStringBuilder(options.ConnectionString)
        {
            UseAffectedRows = false,
            AllowUserVariables = true,
            CharacterSet = "utf8mb4",
        }.ToString();
    }

    private static string WithoutDatabase(DatabaseOptions options) =>
        new MySqlConnectionStringBuilder(Complete(options)) { Database = "" }.ToString();

    private sealed class Turn(SemaphoreSlim gate) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                gate.Release();
            }
        }
    }

    private sealed class NoTurn : IDisposable
    {
        public static readonly NoTurn Instance = new();

        public void Dispose()
        {
        }
    }
}
