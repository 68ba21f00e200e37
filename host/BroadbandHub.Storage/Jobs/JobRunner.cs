using System.Collections.Concurrent;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Storage.Jobs;

/// <summary>Runs each job on one node at a time; every node tries, the lease decides, the stored time says whether it is due.</summary>
internal sealed class JobRunner(
    IServiceScopeFactory scopes, IEnumerable<JobDefinition> jobs, ILeases leases, HubNode node, TimeProvider clock, ILogger<JobRunner> log) : BackgroundService, IJobs
{
    private static readonly TimeSpan LeaseTime = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(15);
    private readonly ConcurrentDictionary<string, SemaphoreSlim> bells = new(StringComparer.Ordinal);

    public void Wake(string name)
    {
        var bell = Bell(name);
        if (bell.CurrentCount == 0)
        {
            bell.Release();
        }
    }

    public async Task<IReadOnlyList<JobView>> ListAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var rows = await scope.ServiceProvider.GetRequiredService<StorageDb>().Jobs.AsNoTracking().ToDictionaryAsync(j => j.Name, cancellationToken);
        return [.. jobs.Select(j => rows.TryGetValue(j.Name, out var r)
            ? new JobView(j.Name, j.Every, r.LastRunAt, r.Node, r.Succeeded, r.Message, r.NextRunAt)
            : new JobView(j.Name, j.Every, null, null, null, null, null))];
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(jobs.Select(j => KeepRunningAsync(j, stoppingToken)));

    private SemaphoreSlim Bell(string name) => bells.GetOrAdd(name, _ => new SemaphoreSlim(0));

    private async Task KeepRunningAsync(JobDefinition job, CancellationToken stopping)
    {
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var woken = await Bell(job.Name).WaitAsync(job.Every < LongestLook ? job.Every : LongestLook, stopping);
                await TryRunAsync(job, woken, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                log.LogError(e, "Job {Job} could not be looked after", job.Name);
            }
        }
    }

    private async Task TryRunAsync(JobDefinition job, bool woken, CancellationToken stopping)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        if (!woken && !await IsDueAsync(db, job, stopping))
        {
            return;
        }

        await using var lease = await leases.TryAcquireAsync("job:" + job.Name, LeaseTime, stopping);

        // Another node may have run it between the look and the lease.
        if (lease is null || (!woken && !await IsDueAsync(db, job, stopping)))
        {
            return;
        }

        using var lost = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepLeaseAsync(lease, lost);
        var startedAt = clock.GetUtcNow();
        string? message;
        var succeeded = true;
        try
        {
            message = await ((IJob)scope.ServiceProvider.GetRequiredService(job.JobType)).RunAsync(lost.Token);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogError(e, "Job {Job} failed", job.Name);
            (succeeded, message) = (false, e.Message);
        }
        finally
        {
            await lost.CancelAsync();
            await keeping;
        }

        await RecordAsync(job, startedAt, succeeded, message, stopping);
    }

    private async Task<bool> IsDueAsync(StorageDb db, JobDefinition job, CancellationToken cancellationToken) =>
        !(await db.Jobs.AsNoTracking().Where(j => j.Name == job.Name).Select(j => (DateTimeOffset?)j.NextRunAt).SingleOrDefaultAsync(cancellationToken) > clock.GetUtcNow());

    private async Task KeepLeaseAsync(ILease lease, CancellationTokenSource lost)
    {
        try
        {
            while (true)
            {
                await Task.Delay(LeaseTime / 3, lost.Token);
                if (!await RenewAsync(lease, lost.Token))
                {
                    await lost.CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended, or the lease was lost and the run has been told.
        }
    }

    // Without a word from the database nobody knows whose the lease is: the run ends rather than share its work with another node.
    private async Task<bool> RenewAsync(ILease lease, CancellationToken cancellationToken)
    {
        try
        {
            return await lease.RenewAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            log.LogWarning(e, "A job's lease could not be renewed");
            return false;
        }
    }

    private async Task RecordAsync(JobDefinition job, DateTimeOffset startedAt, bool succeeded, string? message, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                var row = await db.Jobs.SingleOrDefaultAsync(j => j.Name == job.Name, cancellationToken);
                if (row is null)
                {
                    row = new() { Name = job.Name, LastRunAt = startedAt, NextRunAt = startedAt, Node = node.Name, Succeeded = true };
                    db.Jobs.Add(row);
                }

                row.LastRunAt = startedAt;
                row.NextRunAt = clock.GetUtcNow() + job.Every;
                row.Node = node.Name;
                row.Succeeded = succeeded;
                row.Message = message is { Length: > 2_000 } ? message[..2_000] : message ?? row.Message;
                return true;
            },
            _ => true,
            cancellationToken);
    }
}
