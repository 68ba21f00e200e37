using System.Data.Common;
using BroadbandHub.TestSupport;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.EndToEnd.Tests.Data;

/// <summary>What the database itself says of the tables of all modules and plugins: money, instants and ids are stored as they are meant to be.</summary>
public sealed class SchemaTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    /// <summary>Tables of the single sign-on library and of EF Core.</summary>
    private static readonly string[] NotOurs = ["idn_client", "__migrations", "__EF"];

    [Fact]
    public async Task On_MariaDB_text_is_compared_byte_by_byte_instants_are_whole_numbers_and_ids_16_bytes()
    {
        await using var hub = await HubProcess.StartAsync(Engine.MySql);
        await using var connection = new MySqlConnection(hub.Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        Assert.Empty(await ReadAsync(connection, "SELECT TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA = DATABASE() AND ENGINE <> 'InnoDB'"));
        var columns = await ColumnsAsync(connection,
            "SELECT TABLE_NAME, COLUMN_NAME, CONCAT(COLUMN_TYPE, ' ', COALESCE(COLLATION_NAME, '')) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()");
        Assert.True(Ours(columns).Select(c => c.Table).Distinct().Count() > 40, "the tables of all modules are there");
        Assert.DoesNotContain(Ours(columns), c => c.Type.Contains("_ci", StringComparison.Ordinal));
        Assert.DoesNotContain(columns, c => c.Type.StartsWith("float", StringComparison.Ordinal) || c.Type.StartsWith("double", StringComparison.Ordinal));
        Assert.DoesNotContain(Ours(columns), c => c.Type.StartsWith("datetime", StringComparison.Ordinal) || c.Type.StartsWith("timestamp", StringComparison.Ordinal));
        Assert.DoesNotContain(Ours(columns).Where(IsInstant), c => c.Type.TrimEnd() != "bigint(20)");
        Assert.DoesNotContain(Ours(columns), c => c.Type.StartsWith("binary", StringComparison.Ordinal) && IsId(c) && c.Type.TrimEnd() != "binary(16)");
        Assert.DoesNotContain(columns, c => c.Type.StartsWith("char(36)", StringComparison.Ordinal));
        await CheckIdsAsync(connection, columns);
    }

    [Fact]
    public async Task On_SQLite_the_log_is_written_ahead_instants_are_whole_numbers_and_ids_16_bytes()
    {
        await using var hub = await HubProcess.StartAsync();
        await using var connection = new SqliteConnection(hub.Database.ConnectionString);
        await connection.OpenAsync(Cancel);
        Assert.Equal(["wal"], await ReadAsync(connection, "PRAGMA journal_mode"));
        Assert.Empty(await ReadAsync(connection, "SELECT \"table\" FROM pragma_foreign_key_check"));
        var columns = await ColumnsAsync(connection, "SELECT m.name, c.name, c.type FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'");
        Assert.True(Ours(columns).Select(c => c.Table).Distinct().Count() > 40, "the tables of all modules are there");
        Assert.DoesNotContain(columns, c => c.Type == "REAL");
        Assert.DoesNotContain(Ours(columns).Where(IsInstant), c => c.Type != "INTEGER");
        foreach (var id in Ours(columns).Where(c => c.Type == "BLOB" && IsId(c)))
        {
            Assert.Equal(["0"], await ReadAsync(connection, $"SELECT count(*) FROM \"{id.Table}\" WHERE \"{id.Name}\" IS NOT NULL AND length(\"{id.Name}\") <> 16"));
        }

        await CheckIdsAsync(connection, columns);
    }

    /// <summary>Ids begin with their time, highest byte first: so they are in order on disk, and the same on both engines.</summary>
    private static async Task CheckIdsAsync(DbConnection connection, IReadOnlyList<Column> columns)
    {
        var enterprises = Assert.Single(columns, c => c.Table.EndsWith("_enterprises", StringComparison.Ordinal) && c.Name == "Id").Table;
        var ids = await ReadAsync(connection, $"SELECT HEX(Id) FROM {enterprises}");
        Assert.NotEmpty(ids);
        foreach (var id in ids)
        {
            Assert.Equal('7', id[12]);
            var at = DateTimeOffset.FromUnixTimeMilliseconds(Convert.ToInt64(id[..12], 16));
            Assert.InRange(at, TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        }
    }

    private static IEnumerable<Column> Ours(IEnumerable<Column> columns) => columns.Where(c => !NotOurs.Any(n => c.Table.Contains(n, StringComparison.Ordinal)));

    private static bool IsInstant(Column column) => column.Name.Length > 2 && column.Name.EndsWith("At", StringComparison.Ordinal) && char.IsLower(column.Name[^3]);

    private static bool IsId(Column column) => column.Name.EndsWith("Id", StringComparison.Ordinal);

    private static async Task<List<Column>> ColumnsAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var columns = new List<Column>();
        while (await reader.ReadAsync(Cancel))
        {
            columns.Add(new Column(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return columns;
    }

    private static async Task<List<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync(Cancel);
        var rows = new List<string>();
        while (await reader.ReadAsync(Cancel))
        {
            rows.Add(reader.GetValue(0).ToString()!);
        }

        return rows;
    }

    private sealed record Column(string Table, string Name, string Type);
}
