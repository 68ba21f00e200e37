using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using BroadbandHub.Storage.Jobs;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Storage.Tests;

public sealed class JobTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_job_that_another_node_runs_between_the_look_and_the_lease_is_not_run_again(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        var counter = new Counter();

        // The clock stands still: once it has run, the job is not due again.
        await using var services = await database.CreateServicesAsync(
            (s, _) => s.AddSingleton(counter).AddJob<CountingJob>("test.count", TimeSpan.FromSeconds(1)), new FakeTimeProvider(TimeProvider.System.GetUtcNow()));
        var between = new LeasesAfter(services.GetRequiredService<ILeases>(), async () =>
        {
            using var other = Runner(services, services.GetRequiredService<ILeases>());
            await other.StartAsync(Cancel);
            await Eventually.IsTrueAsync(() => RecordedAsync(services), "the other node has run the job");
            await other.StopAsync(Cancel);
        });
        using var node = Runner(services, between);
        await node.StartAsync(Cancel);
        await between.Released.WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        await node.StopAsync(Cancel);
        Assert.Equal(1, counter.Runs);
    }

    private static JobRunner Runner(ServiceProvider services, ILeases leases) => new(
        services.GetRequiredService<IServiceScopeFactory>(), services.GetServices<JobDefinition>().Where(j => j.Name == "test.count"), leases,
        services.GetRequiredService<HubNode>(), services.GetRequiredService<TimeProvider>(), NullLogger<JobRunner>.Instance);

    private static async Task<bool> RecordedAsync(ServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<StorageDb>().Jobs.AnyAsync(j => j.Name == "test.count", Cancel);
    }

    internal sealed class Counter
    {
        private int runs;

        public int Runs => runs;

        public void Add() => Interlocked.Increment(ref runs);
    }

    private sealed class CountingJob(Counter counter) : IJob
    {
        public Task<string?> RunAsync(CancellationToken cancellationToken)
        {
            counter.Add();
            return Task.FromResult<string?>(null);
        }
    }

    /// <summary>Does something before it asks for the first lease, and tells when that was given back.</summary>
    private sealed class LeasesAfter(ILeases leases, Func<Task> first) : ILeases
    {
        private readonly TaskCompletionSource released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Released => released.Task;

        public async Task<ILease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
        {
            await first();
            return await leases.TryAcquireAsync(name, duration, cancellationToken) is { } lease ? new Told(lease, released) : null;
        }

        private sealed class Told(ILease lease, TaskCompletionSource released) : ILease
        {
            public Task<bool> RenewAsync(CancellationToken cancellationToken) => lease.RenewAsync(cancellationToken);

            public async ValueTask DisposeAsync()
            {
                await lease.DisposeAsync();
                released.TrySetResult();
            }
        }
    }
}
