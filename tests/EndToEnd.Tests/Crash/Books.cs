using System.Data.Common;
using System.Globalization;
using BroadbandHub.TestSupport;
using Microsoft.Data.Sqlite;
using MySqlConnector;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>The tables themselves, read beside the hub: an audit that shares no code with what it audits.</summary>
/// <param name="Charged">All that was posted: usage, and the fees of the demonstration's subscription when the hub has come to rate them.</param>
internal sealed record Books(
    IReadOnlyList<string> EventIds, long Charged, long UsageCharged, IReadOnlyDictionary<string, (long Debits, long Credits)> Balances, IReadOnlyDictionary<string, (long Debits, long Credits)> Sums)
{
    public static async Task<Books> ReadAsync(TestDatabase database)
    {
        await using DbConnection connection = database.Engine == Engine.Sqlite
            ? new SqliteConnection(database.ConnectionString)
            : new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        var ids = await RowsAsync(connection, "SELECT EventId FROM bil_usage_events", r => r.GetString(0));
        var charged = await RowsAsync(connection, "SELECT COALESCE(SUM(Posted), 0) FROM bil_line_keys", r => Number(r.GetValue(0)));
        var usage = await RowsAsync(connection, "SELECT COALESCE(SUM(Posted), 0) FROM bil_line_keys WHERE MeterKey IS NOT NULL", r => Number(r.GetValue(0)));
        var balances = await RowsAsync(
            connection, "SELECT HEX(Id), DebitsPosted, CreditsPosted FROM bil_ledger_accounts", r => (r.GetString(0), (Number(r.GetValue(1)), Number(r.GetValue(2)))));
        var debits = await RowsAsync(connection, "SELECT HEX(DebitAccountId), SUM(Amount) FROM bil_transfers GROUP BY DebitAccountId", r => (Id: r.GetString(0), Sum: Number(r.GetValue(1))));
        var credits = await RowsAsync(connection, "SELECT HEX(CreditAccountId), SUM(Amount) FROM bil_transfers GROUP BY CreditAccountId", r => (Id: r.GetString(0), Sum: Number(r.GetValue(1))));
        var sums = debits.Select(d => d.Id).Union(credits.Select(c => c.Id))
            .ToDictionary(id => id, id => (debits.Where(d => d.Id == id).Sum(d => d.Sum), credits.Where(c => c.Id == id).Sum(c => c.Sum)));
        return new(ids, charged[0], usage[0], balances.ToDictionary(b => b.Item1, b => b.Item2), sums);
    }

    /// <summary>Running balances equal the sums of the transfers, and debits equal credits.</summary>
    public void AssertBalanced()
    {
        foreach (var (id, sum) in Sums)
        {
            Assert.Equal(sum, Balances[id]);
        }

        Assert.Equal(Balances.Values.Sum(b => b.Debits), Balances.Values.Sum(b => b.Credits));
        Assert.Equal(Charged, Balances.Values.Sum(b => b.Debits));
    }

    private static long Number(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    private static async Task<List<T>> RowsAsync<T>(DbConnection connection, string sql, Func<DbDataReader, T> read)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
