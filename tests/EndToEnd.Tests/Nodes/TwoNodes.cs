using System.Data.Common;
using System.Globalization;
using BroadbandHub.TestSupport;
using MySqlConnector;

namespace BroadbandHub.EndToEnd.Tests.Nodes;

/// <summary>Two hosts as processes of their own, started at the same moment on one empty MariaDB; each has a data folder of its own, as two machines have.</summary>
internal sealed class TwoNodes : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly DirectoryInfo keys;

    private TwoNodes(TestDatabase database, string environment)
    {
        this.database = database;
        keys = Directory.CreateTempSubdirectory("hub-e2e-keys-");
        var keyFile = Path.Combine(keys.FullName, "hub.key");
        First = HubProcess.Node(database, "node-a", environment, keyFile);
        Second = HubProcess.Node(database, "node-b", environment, keyFile);
    }

    public HubProcess First { get; }

    public HubProcess Second { get; }

    public TestDatabase Database => database;

    public static async Task<TwoNodes> StartAsync(string environment = "Development")
    {
        var nodes = new TwoNodes(await TestDatabase.CreateAsync(Engine.MySql), environment);
        try
        {
            await Task.WhenAll(nodes.First.StartAgainAsync(), nodes.Second.StartAgainAsync(), nodes.RecordJobsAsync(), nodes.StoreKeysSlowlyAsync());
        }
        catch
        {
            await nodes.DisposeAsync();
            throw;
        }

        return nodes;
    }

    /// <summary>The operators' client of the demonstration: the node that came later renewed its secret.</summary>
    public async Task<(HubApi First, HubApi Second)> OperatorsAsync()
    {
        var newest = new[] { First, Second }.MaxBy(n => File.GetLastWriteTimeUtc(Path.Combine(n.DataFolder, "operator-client.json")))!;
        return (await HubApi.AsOperatorAsync(newest, First.Address), await HubApi.AsOperatorAsync(newest, Second.Address));
    }

    public async Task<List<T>> RowsAsync<T>(string sql, Func<DbDataReader, T> read)
    {
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new MySqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public async Task<long> NumberAsync(string sql) => (await RowsAsync(sql, r => Convert.ToInt64(r.GetValue(0), CultureInfo.InvariantCulture)))[0];

    public async ValueTask DisposeAsync()
    {
        await First.DisposeAsync();
        await Second.DisposeAsync();
        await database.DisposeAsync();
        keys.Delete(recursive: true);
    }

    /// <summary>
    /// Has the database itself write down each run of a job. The table of jobs comes with the first migration and the first job runs after the last, so
    /// nothing is missed.
    /// </summary>
    private async Task RecordJobsAsync()
    {
        await AsSoonAsAsync(
            "st_jobs",
            "CREATE TABLE job_runs (Id INT AUTO_INCREMENT PRIMARY KEY, Name VARCHAR(200), Due BIGINT, Began BIGINT, Node VARCHAR(100))",
            "CREATE TRIGGER job_first AFTER INSERT ON st_jobs FOR EACH ROW INSERT INTO job_runs (Name, Due, Began, Node) VALUES (NEW.Name, 0, NEW.LastRunAt, NEW.Node)",
            "CREATE TRIGGER job_again AFTER UPDATE ON st_jobs FOR EACH ROW INSERT INTO job_runs (Name, Due, Began, Node) VALUES (NEW.Name, OLD.NextRunAt, NEW.LastRunAt, NEW.Node)");
        Assert.Equal(0, await NumberAsync("SELECT COUNT(*) FROM st_jobs"));
    }

    /// <summary>Storing a key takes seconds: long enough for another node to look for one and find none.</summary>
    private Task StoreKeysSlowlyAsync() => AsSoonAsAsync("idn_keys", "CREATE TRIGGER slow_keys BEFORE INSERT ON idn_keys FOR EACH ROW SET NEW.Name = IF(SLEEP(3) = 0, NEW.Name, NEW.Name)");

    private async Task AsSoonAsAsync(string table, params string[] statements)
    {
        await Eventually.IsTrueAsync(
            async () => await NumberAsync($"SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = '{table}'") == 1,
            () => "a node migrates\n" + First.Output + Second.Output,
            TimeSpan.FromSeconds(120));
        await using var connection = new MySqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        foreach (var sql in statements)
        {
            await using var command = new MySqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }
}
