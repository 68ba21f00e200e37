using System.Collections.Concurrent;
using BroadbandHub.Storage;
using BroadbandHub.Storage.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MySqlConnector;
using Xunit;

namespace BroadbandHub.TestSupport;

public enum Engine
{
    Sqlite,
    MySql,
}

/// <summary>The engines that data tests run on: <c>[Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]</c>.</summary>
public static class Engines
{
    public static TheoryData<Engine> All => [Engine.Sqlite, Engine.MySql];
}

/// <summary>An empty database of its own for one test. MariaDB is the server of HUB_TEST_MYSQL; without it the test is skipped, and says so.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<(Engine Engine, string Name), Lazy<Task<DatabaseCopy>>> Templates = new();
    private static int count;
    private readonly string? folder;
    private readonly string? schema;
    private bool begun;

    private TestDatabase(Engine engine, string connectionString, string? folder, string? schema)
    {
        Engine = engine;
        ConnectionString = connectionString;
        this.folder = folder;
        this.schema = schema;
    }

    public Engine Engine { get; }

    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(Engine engine)
    {
        if (engine == Engine.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("hub-test-").FullName;
            return new(engine, $"Data Source={Path.Combine(folder, "hub.db")}", folder, null);
        }

        var server = Environment.GetEnvironmentVariable("HUB_TEST_MYSQL");
        Assert.SkipWhen(string.IsNullOrEmpty(server), "No MariaDB: HUB_TEST_MYSQL is not set (tests/run.sh starts one when mariadb-server is installed).");
        var schema = $"hub_{Environment.ProcessId}_{Interlocked.Increment(ref count)}";
        await ExecuteAsync(server, $"DROP DATABASE IF EXISTS {schema}; CREATE DATABASE {schema} CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
        return new(engine, new MySqlConnectionStringBuilder(server) { Database = schema }.ToString(), null, schema);
    }

    /// <summary>The columns, as <c>table.column</c>, in which the text stands somewhere, in any case.</summary>
    public async Task<IReadOnlyList<string>> FindTextAsync(string text)
    {
        await using System.Data.Common.DbConnection connection = Engine == Engine.Sqlite ? new SqliteConnection(ConnectionString) : new MySqlConnection(ConnectionString);
        await connection.OpenAsync();
        var columns = await ReadAsync(connection, Engine == Engine.Sqlite
            ? "SELECT t.name || '.' || c.name FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type = 'table'"
            : "SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME) FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE()");
        var found = new List<string>();
        foreach (var column in columns)
        {
            var (table, name) = (column.Split('.')[0], column.Split('.')[1]);
            var (quote, cast) = Engine == Engine.Sqlite ? ('"', $"instr(lower(CAST(\"{name}\" AS TEXT)), @text)") : ('`', $"LOCATE(@text, LOWER(CONVERT(`{name}` USING utf8mb4)))");
            found.AddRange(await ReadAsync(connection, $"SELECT '{column}' FROM {quote}{table}{quote} WHERE {cast} > 0 LIMIT 1", text.ToLowerInvariant()));
        }

        return found;

        static async Task<List<string>> ReadAsync(System.Data.Common.DbConnection connection, string sql, string? text = null)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = sql;
            if (text is not null)
            {
                var parameter = command.CreateParameter();
                (parameter.ParameterName, parameter.Value) = ("@text", text);
                command.Parameters.Add(parameter);
            }

            var rows = new List<string>();
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                rows.Add(reader.GetString(0));
            }

            return rows;
        }
    }

    /// <summary>
    /// Makes this database, which is empty, what <paramref name="make"/> makes of an empty one. That runs once in a process; whoever comes later with the same name gets a copy.
    /// Answers false, and does nothing, when this database has been begun already: then the host that starts on it is one that starts again.
    /// </summary>
    public async Task<bool> BeginAsync(string name, Func<TestDatabase, Task> make)
    {
        if (begun)
        {
            return false;
        }

        begun = true;
        var template = Templates.GetOrAdd((Engine, name), _ => new(() => MakeAsync(Engine, make)));
        await (await template.Value).PutAsync(this);
        return true;
    }

    /// <summary>The settings a host needs to use this database.</summary>
    public Dictionary<string, string?> Settings() => new(StringComparer.Ordinal)
    {
        ["Database:Provider"] = Engine.ToString(),
        ["Database:ConnectionString"] = ConnectionString,
        ["Hub:Node"] = "test-node",
    };

    /// <summary>A container with Storage on this database, migrated, plus what the test adds. Hosted services are not started.</summary>
    public async Task<ServiceProvider> CreateServicesAsync(Action<IServiceCollection, IConfiguration>? add = null, TimeProvider? clock = null)
    {
        var (provider, modules) = Build(add, clock);
        // Storage alone has few tables, and its tests are about what happens to a database: they migrate it.
        var copied = add is not null && await BeginAsync("migrated: " + modules, async empty =>
        {
            await using var first = empty.Build(add, clock).Services;
            await first.MigrateAsync();
        });
        if (!copied)
        {
            await provider.MigrateAsync();
        }

        return provider;
    }

    private static async Task<DatabaseCopy> MakeAsync(Engine engine, Func<TestDatabase, Task> make)
    {
        await using var empty = await CreateAsync(engine);
        await make(empty);
        return await DatabaseCopy.TakeAsync(empty);
    }

    private (ServiceProvider Services, string Modules) Build(Action<IServiceCollection, IConfiguration>? add, TimeProvider? clock)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(Settings()).Build();
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(configuration);
        services.AddLogging(l => l.SetMinimumLevel(LogLevel.Warning));
        if (clock is not null)
        {
            services.AddSingleton(clock);
        }

        services.AddStorage(configuration);
        add?.Invoke(services, configuration);
        var modules = string.Join(", ", services.Select(s => s.ServiceType).Where(typeof(ModuleDb).IsAssignableFrom).Select(t => t.FullName));
        return (services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }), modules);
    }

    /// <summary>What somebody with a connection to the database does. Answers how many rows it changed.</summary>
    public async Task<int> ExecuteAsync(string sql)
    {
        await using System.Data.Common.DbConnection connection = Engine == Engine.Sqlite ? new SqliteConnection(ConnectionString) : new MySqlConnection(ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (folder is not null)
        {
            // This database's own connections only: the others of this process are in use by the tests beside this one.
            await using (var own = new SqliteConnection(ConnectionString))
            {
                SqliteConnection.ClearPool(own);
            }

            Directory.Delete(folder, recursive: true);
        }
        else
        {
            await ExecuteAsync(Environment.GetEnvironmentVariable("HUB_TEST_MYSQL")!, $"DROP DATABASE IF EXISTS {schema}");
        }
    }

    private static async Task ExecuteAsync(string server, string sql)
    {
        await using var connection = new MySqlConnection(server);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
