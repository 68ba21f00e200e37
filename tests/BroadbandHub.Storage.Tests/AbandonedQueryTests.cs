using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Tests;

/// <summary>
/// A page that throws ends its request while another component of it still waits for a query. The connection must not go to the next user of the pool
/// before that query has ended: he would read its rows.
/// </summary>
public sealed class AbandonedQueryTests
{
    private const int Rounds = 60;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_scope_that_ends_during_a_query_leaves_no_broken_connection_behind(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        await AbandonAsync(
            () =>
            {
                var scope = services.CreateAsyncScope();
                return (scope.ServiceProvider.GetRequiredService<StorageDb>(), scope);
            },
            () => CheckAsync(services));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_plugins_context_that_ends_during_a_query_leaves_no_broken_connection_behind(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var services = await database.CreateServicesAsync();
        var hub = services.GetRequiredService<IHubDatabase>();
        var type = engine == Engine.Sqlite ? typeof(SqliteStorageDb) : typeof(MySqlStorageDb);
        var options = hub.OptionsFor(type, "sto___migrations", null);
        await AbandonAsync(
            () =>
            {
                var context = (StorageDb)Activator.CreateInstance(type, options)!;
                return (context, new Ending(() => hub.EndAsync(context)));
            },
            () => CheckAsync(services));
    }

    private static async Task AbandonAsync(Func<(StorageDb Db, IAsyncDisposable Ending)> begin, Func<Task> check)
    {
        for (var round = 0; round < Rounds; round++)
        {
            var (db, ending) = begin();
            var rows = 0;
            var query = Task.Run(
                async () =>
                {
                    await foreach (var row in db.Database.SqlQueryRaw<long>(
                        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 60000) SELECT x AS Value FROM n").AsAsyncEnumerable().WithCancellation(Cancel))
                    {
                        Volatile.Write(ref rows, (int)row);
                    }
                },
                Cancel);

            // At another moment each time: while it opens, while it waits for the first row, while it reads.
            while (round % 3 != 0 && !query.IsCompleted && Volatile.Read(ref rows) < (round % 3 == 1 ? 1 : round * 200))
            {
                await Task.Yield();
            }

            await ending.DisposeAsync();
            await Task.WhenAll(check(), check(), check());
            await query.ContinueWith(_ => { }, Cancel, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private sealed class Ending(Func<ValueTask> end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => end();
    }

    private static async Task CheckAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([42], await db.Database.SqlQueryRaw<int>("SELECT 42 AS Value").ToListAsync(Cancel));
        }
    }
}
