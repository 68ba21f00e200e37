using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BroadbandHub.TestSupport;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.Benchmarks.Usage;

/// <summary>
/// What the database can take at best: the same rows into an empty copy of the same table with the same indexes, nothing else, one connection, durable commits. MariaDB:
/// multi-row INSERT statements whose text was made beforehand; SQLite: one prepared statement in a transaction, which is faster there,
/// with the cache that the hub gives it.
/// </summary>
internal static class InsertLimit
{
    private const string Columns =
        "EventKey, ContentHash, SegmentId, SubscriptionId, MeterKey, Month, QuantityUnits, QuantityFraction, OccurredAt, ReceivedAt, Unbilled, EventId, Source, UserRef, Attributes";

    public static async Task<double> EventsPerSecondAsync(TestDatabase database, UsageLoad load, int events, int rowsPerCommit)
    {
        var rows = Enumerable.Range(0, events).Select(i => Row(load, i)).ToList();
        return database.Engine == Engine.Sqlite ? Sqlite(database, rows, rowsPerCommit) : await MySqlAsync(database, rows, rowsPerCommit);
    }

    private static double Sqlite(TestDatabase database, List<object?[]> rows, int rowsPerCommit)
    {
        using var connection = new SqliteConnection(database.ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; DROP TABLE IF EXISTS limit_events");
        foreach (var sql in Texts(connection, "SELECT sql FROM sqlite_master WHERE tbl_name = 'bil_usage_events' AND sql IS NOT NULL ORDER BY type DESC"))
        {
            Execute(connection, sql.Replace("bil_usage_events", "limit_events", StringComparison.Ordinal));
        }

        using var insert = connection.CreateCommand();
        insert.CommandText = $"INSERT INTO limit_events ({Columns}) VALUES ({string.Join(',', rows[0].Select((_, i) => $"$p{i}"))})";
        foreach (var i in Enumerable.Range(0, rows[0].Length))
        {
            insert.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        var watch = Stopwatch.StartNew();
        foreach (var group in rows.Chunk(rowsPerCommit))
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            foreach (var row in group)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    insert.Parameters[i].Value = row[i] ?? DBNull.Value;
                }

                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        var rate = rows.Count / watch.Elapsed.TotalSeconds;
        Execute(connection, "DROP TABLE limit_events");
        return rate;
    }

    private static async Task<double> MySqlAsync(TestDatabase database, List<object?[]> rows, int rowsPerCommit)
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await ExecuteAsync(connection, null, "DROP TABLE IF EXISTS limit_events");
        await ExecuteAsync(connection, null, "CREATE TABLE limit_events LIKE bil_usage_events");
        var commits = rows.Chunk(rowsPerCommit)
            .Select(g => g.Chunk(500).Select(s => $"INSERT INTO limit_events ({Columns}) VALUES {string.Join(',', s.Select(Literals))}").ToList()).ToList();
        var watch = Stopwatch.StartNew();
        foreach (var statements in commits)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var statement in statements)
            {
                await ExecuteAsync(connection, transaction, statement);
            }

            await transaction.CommitAsync();
        }

        var rate = rows.Count / watch.Elapsed.TotalSeconds;
        await ExecuteAsync(connection, null, "DROP TABLE limit_events");
        return rate;
    }

    private static object?[] Row(UsageLoad load, int number)
    {
        var (id, meter, thousandths, time) = load.Event("limit", number);
        var key = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return
        [
            key[..16], key[16..], new byte[16], new byte[16], meter, 202610, thousandths / 1000, thousandths % 1000 * 1_000_000_000, time.ToUnixTimeMilliseconds() * 1000,
            time.ToUnixTimeMilliseconds() * 1000, 0, id, "", $"u{number % 97}", null,
        ];
    }

    private static string Literals(object?[] row) => "(" + string.Join(',', row.Select(v => v switch
    {
        null => "NULL",
        byte[] bytes => $"x'{Convert.ToHexString(bytes)}'",
        string text => $"'{text}'",
        _ => Convert.ToString(v, CultureInfo.InvariantCulture),
    })) + ")";

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Texts(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var texts = new List<string>();
        while (reader.Read())
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }

    private static async Task ExecuteAsync(MySqlConnection connection, MySqlTransaction? transaction, string sql)
    {
        await using var command = new MySqlCommand(sql, connection, transaction);
        await command.ExecuteNonQueryAsync();
    }
}
