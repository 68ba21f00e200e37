using System.Data.Common;
using System.Globalization;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Tests;

/// <summary>"Answered means durable" rests on settings of each connection; these are read back from the connections themselves.</summary>
public sealed class ConnectionSettingsTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_connection_to_SQLite_writes_ahead_syncs_fully_waits_and_checks_foreign_keys()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var services = await database.CreateServicesAsync();
        var hub = services.GetRequiredService<IHubDatabase>();
        await using (var hot = await hub.OpenAsync(Cancel))
        {
            await CheckSqliteAsync(hot);
        }

        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        await db.Database.OpenConnectionAsync(Cancel);
        await CheckSqliteAsync(db.Database.GetDbConnection());
        await db.Database.CloseConnectionAsync();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                await CheckSqliteAsync(db.Database.GetDbConnection());
                return true;
            },
            _ => true,
            Cancel);

        var plugins = (DbContext)Activator.CreateInstance(typeof(SqliteStorageDb), hub.OptionsFor(typeof(SqliteStorageDb), "sto___migrations", null))!;
        await plugins.Database.OpenConnectionAsync(Cancel);
        await CheckSqliteAsync(plugins.Database.GetDbConnection());
        await plugins.DisposeAsync();
    }

    [Fact]
    public async Task Every_connection_to_MariaDB_is_strict_and_speaks_utf8mb4()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.MySql);
        await using var services = await database.CreateServicesAsync();
        await using var hot = await services.GetRequiredService<IHubDatabase>().OpenAsync(Cancel);
        Assert.Contains("STRICT_TRANS_TABLES", await ReadAsync(hot, "SELECT @@sql_mode"), StringComparison.Ordinal);
        Assert.Equal("utf8mb4", await ReadAsync(hot, "SELECT @@character_set_client"));
        Assert.Equal("1", await ReadAsync(hot, "SELECT @@innodb_flush_log_at_trx_commit"));
        Assert.Equal("1", await ReadAsync(hot, "SELECT @@innodb_doublewrite"));
        Assert.Equal("1", await ReadAsync(hot, "SELECT @@autocommit"));
    }

    private static async Task CheckSqliteAsync(DbConnection connection)
    {
        Assert.Equal("wal", await ReadAsync(connection, "PRAGMA journal_mode"));
        Assert.Equal("2", await ReadAsync(connection, "PRAGMA synchronous"));
        Assert.Equal("1", await ReadAsync(connection, "PRAGMA foreign_keys"));
        Assert.Equal("20000", await ReadAsync(connection, "PRAGMA busy_timeout"));
    }

    private static async Task<string> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(await command.ExecuteScalarAsync(Cancel), CultureInfo.InvariantCulture)!;
    }
}
