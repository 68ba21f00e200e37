using System.Text;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.TestSupport;

/// <summary>What a database holds, kept in memory: the file of SQLite, the statements that make tables and rows again on MariaDB.</summary>
internal sealed class DatabaseCopy
{
    private readonly byte[] file = [];
    private readonly string statements = "";

    private DatabaseCopy(byte[] file) => this.file = file;

    private DatabaseCopy(string statements) => this.statements = statements;

    public static async Task<DatabaseCopy> TakeAsync(TestDatabase database)
    {
        if (database.Engine == Engine.MySql)
        {
            return new(await DumpAsync(database.ConnectionString));
        }

        // Into a file of its own: what is still in the write-ahead log comes along, whoever has the database open.
        var beside = new SqliteConnectionStringBuilder(database.ConnectionString).DataSource + ".copy";
        await database.ExecuteAsync($"VACUUM INTO '{beside}'");
        return new(await File.ReadAllBytesAsync(beside));
    }

    /// <summary>Into a database that is empty.</summary>
    public Task PutAsync(TestDatabase database) => database.Engine == Engine.MySql
        ? database.ExecuteAsync(statements)
        : File.WriteAllBytesAsync(new SqliteConnectionStringBuilder(database.ConnectionString).DataSource, file);

    private static async Task<string> DumpAsync(string connectionString)
    {
        await using var connection = new MySqlConnection(connectionString);
        await connection.OpenAsync();
        var columns = await ReadAsync(
            connection,
            "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() AND GENERATION_EXPRESSION IS NULL ORDER BY TABLE_NAME, ORDINAL_POSITION");

        // The tables name each other in any order.
        var dump = new StringBuilder("SET FOREIGN_KEY_CHECKS = 0;\n");
        foreach (var table in columns.GroupBy(c => c[0], StringComparer.Ordinal))
        {
            dump.Append((await ReadAsync(connection, $"SHOW CREATE TABLE `{table.Key}`"))[0][1]).Append(";\n");
            var values = table.Select(c => c[2] is "binary" or "varbinary" or "blob" or "mediumblob" or "longblob" or "tinyblob"
                ? $"IF(`{c[1]}` IS NULL, 'NULL', CONCAT('x''', HEX(`{c[1]}`), ''''))"
                : $"QUOTE(`{c[1]}`)");
            var rows = await ReadAsync(connection, $"SELECT CONCAT_WS(',', {string.Join(", ", values)}) FROM `{table.Key}`");
            if (rows.Count > 0)
            {
                dump.Append($"INSERT INTO `{table.Key}` ({string.Join(", ", table.Select(c => $"`{c[1]}`"))}) VALUES\n({string.Join("),\n(", rows.Select(r => r[0]))});\n");
            }
        }

        return dump.Append("SET FOREIGN_KEY_CHECKS = 1;").ToString();
    }

    private static async Task<List<string[]>> ReadAsync(MySqlConnection connection, string sql)
    {
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)]);
        }

        return rows;
    }
}
