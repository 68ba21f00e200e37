using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BroadbandHub.Billing.Ledger;

/// <summary>
/// Inserts rows with one prepared statement, bound by position. The provider binds by name, a look-up and a marshalled text a value, which costs more than the
/// insert itself.
/// </summary>
internal static class SqliteRows
{
    public static int Insert(SqliteTransaction transaction, string into, string[] columns, IReadOnlyList<object?[]> rows, string tail)
    {
        var db = transaction.Connection!.Handle!;
        var sql = $"INSERT INTO {into} ({string.Join(',', columns)}) VALUES ({string.Join(',', columns.Select(_ => '?'))}){tail}";
        Check(db, raw.sqlite3_prepare_v2(db, sql, out var statement), raw.SQLITE_OK);
        using (statement)
        {
            // One savepoint for the whole list, so that a broken key leaves nothing of it, as a statement of many rows would.
            transaction.Save("rows");
            try
            {
                var affected = Insert(db, statement, rows);
                transaction.Release("rows");
                return affected;
            }
            catch (SqliteException)
            {
                _ = raw.sqlite3_reset(statement);
                transaction.Rollback("rows");
                throw;
            }
        }
    }

    private static int Insert(sqlite3 db, sqlite3_stmt statement, IReadOnlyList<object?[]> rows)
    {
        var affected = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++)
            {
                Check(db, Bind(statement, i + 1, row[i]), raw.SQLITE_OK);
            }

            Check(db, raw.sqlite3_step(statement), raw.SQLITE_DONE);
            affected += raw.sqlite3_changes(db);
            _ = raw.sqlite3_reset(statement);
        }

        return affected;
    }

    // In the forms in which EF Core writes them.
    private static int Bind(sqlite3_stmt statement, int at, object? value) => value switch
    {
        null => raw.sqlite3_bind_null(statement, at),
        long number => raw.sqlite3_bind_int64(statement, at, number),
        int number => raw.sqlite3_bind_int64(statement, at, number),
        bool flag => raw.sqlite3_bind_int64(statement, at, flag ? 1 : 0),
        byte[] bytes => raw.sqlite3_bind_blob(statement, at, bytes),
        string text => raw.sqlite3_bind_text(statement, at, text),
        DateOnly day => raw.sqlite3_bind_text(statement, at, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        decimal number => raw.sqlite3_bind_text(statement, at, number.ToString("0.0###########################", CultureInfo.InvariantCulture)),
        _ => throw new NotSupportedException($"A {value.GetType().Name} cannot be stored."),
    };

    private static void Check(sqlite3 db, int code, int expected)
    {
        if (code != expected)
        {
            throw new SqliteException(raw.sqlite3_errmsg(db).utf8_to_string(), code, raw.sqlite3_extended_errcode(db));
        }
    }
}
