using System.Data;
using System.Data.Common;
using System.Globalization;
using BroadbandHub.Storage.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using MySqlConnector;

namespace BroadbandHub.Billing.Ledger;

/// <summary>
/// What the two databases say differently, for the tables that are written with plain SQL. One statement a command, ids made by the client, no RETURNING:
/// with a cluster behind the driver anything else can lose an acknowledged commit.
/// </summary>
internal sealed class BillingSql(IHubDatabase database)
{
    // Some thousand values a statement; more makes packets large without making them faster.
    private const int RowsPerStatement = 500;

    private bool IsMySql { get; } = database.Provider == DatabaseProvider.MySql;

    /// <summary>Ends a SELECT whose rows must not change before the transaction ends. SQLite has one writer and needs nothing.</summary>
    public string ForShare => IsMySql ? " LOCK IN SHARE MODE" : "";

    public string ForUpdate => IsMySql ? " FOR UPDATE" : "";

    /// <summary>SQLite takes its one write lock here; MariaDB reads what is committed, and rows that matter are locked.</summary>
    public async Task<DbTransaction> BeginAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        if (connection is not SqliteConnection sqlite)
        {
            return await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        }

        // Keys of events are spread over their whole index: with the usual two megabytes of cache a large group would write the same pages again and again.
        await using (var cache = sqlite.CreateCommand())
        {
            cache.CommandText = "PRAGMA cache_size=-65536";
            cache.ExecuteNonQuery();
        }

        return sqlite.BeginTransaction(IsolationLevel.Serializable, deferred: false);
    }

    /// <summary>The end of an INSERT that updates the columns when the key is there: <c>{0}</c> is the new value, <c>c</c> the old one.</summary>
    public string OnConflict(string key, IEnumerable<string> replaced, IEnumerable<string> added)
    {
        var value = IsMySql ? "VALUES({0})" : "excluded.{0}";
        var assignments = replaced.Select(c => $"{c} = {string.Format(CultureInfo.InvariantCulture, value, c)}")
            .Concat(added.Select(c => $"{c} = {c} + {string.Format(CultureInfo.InvariantCulture, value, c)}"));
        var list = string.Join(", ", assignments);
        return IsMySql ? $" ON DUPLICATE KEY UPDATE {list}" : $" ON CONFLICT({key}) DO UPDATE SET {list}";
    }

    /// <summary>The end of an INSERT that leaves a row alone when the key is there.</summary>
    public string OrKeep(string key) => IsMySql ? $" ON DUPLICATE KEY UPDATE {key} = {key}" : $" ON CONFLICT({key}) DO NOTHING";

    /// <summary>Inserts rows; a broken unique key is <see cref="DuplicateKeyException"/>, and of the statement that broke it nothing stays.</summary>
    public async Task<int> InsertAsync(DbTransaction transaction, string into, string[] columns, IReadOnlyList<object?[]> rows, string tail, CancellationToken cancellationToken)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        try
        {
            return transaction is SqliteTransaction sqlite
                ? SqliteRows.Insert(sqlite, into, columns, rows, tail)
                : await InsertMySqlAsync((MySqlTransaction)transaction, into, columns, rows, tail, cancellationToken);
        }
        catch (MySqlException e) when (e.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            throw new DuplicateKeyException(e);
        }
        catch (SqliteException e) when (e.SqliteExtendedErrorCode is 2067 or 1555)
        {
            throw new DuplicateKeyException(e);
        }
    }

    public static async Task<int> ExecuteAsync(DbTransaction transaction, string sql, CancellationToken cancellationToken)
    {
        await using var command = CommandOf(transaction, sql);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public static DbCommand CommandOf(DbTransaction transaction, string sql)
    {
        var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = sql;
        return command;
    }

    /// <summary>Ids as literals of hexadecimal digits, which both databases read as 16 bytes.</summary>
    public static string List(IEnumerable<Guid> ids) => string.Join(',', ids.Select(Literal));

    public static string List(IEnumerable<byte[]> keys) => string.Join(',', keys.Select(k => $"x'{Convert.ToHexString(k)}'"));

    public static string Literal(Guid id) => $"x'{Convert.ToHexString(id.ToByteArray(bigEndian: true))}'";

    public static Guid ReadId(DbDataReader reader, int column) => new((byte[])reader.GetValue(column), bigEndian: true);

    public static Guid? ReadIdOrNull(DbDataReader reader, int column) => reader.IsDBNull(column) ? null : ReadId(reader, column);

    public static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);

    private static async Task<int> InsertMySqlAsync(
        MySqlTransaction transaction, string into, string[] columns, IReadOnlyList<object?[]> rows, string tail, CancellationToken cancellationToken)
    {
        var several = rows.Count > RowsPerStatement;
        if (several)
        {
            await transaction.SaveAsync("rows_", cancellationToken);
        }

        var affected = 0;
        try
        {
            var text = Text(0);
            for (var next = RowsPerStatement; text.Length > 0; next += RowsPerStatement)
            {
                // While the database works on a statement the text of the next one is made.
                await using var command = new MySqlCommand(text, transaction.Connection, transaction);
                var running = command.ExecuteNonQueryAsync(cancellationToken);
                text = next < rows.Count ? Text(next) : "";
                affected += await running;
            }
        }
        catch (MySqlException e) when (several && e.ErrorCode == MySqlErrorCode.DuplicateKeyEntry)
        {
            await transaction.RollbackAsync("rows_", cancellationToken);
            throw;
        }

        return affected;

        string Text(int start) => MySqlText.Insert(into, columns, rows, start, Math.Min(RowsPerStatement, rows.Count - start), tail);
    }
}

internal static class PlainRows
{
    /// <summary>Rows of a statement that the caller wrote of constants and <see cref="BillingSql.List(IEnumerable{Guid})"/>, never of somebody's text. Not tracked.</summary>
    public static IQueryable<T> Rows<T>(this DbSet<T> set, string statement)
        where T : class => set.FromSqlRaw(statement).AsNoTracking();
}

/// <summary>A unique key is taken.</summary>
internal sealed class DuplicateKeyException(Exception inner) : Exception("A unique key is taken.", inner);
