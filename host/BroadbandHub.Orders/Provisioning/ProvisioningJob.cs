using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>Asks the applications whatever is due. Several at once, so that one that hangs holds nobody else up.</summary>
internal sealed partial class ProvisioningJob(OrdersDb db, IServiceScopeFactory scopes, TimeProvider clock, ILogger<ProvisioningJob> log) : IJob
{
    public const string Name = "orders.provisioning";

    /// <summary>How often it looks for what is due; new orders wake it.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private const int MostAtOnce = 200;
    private static readonly TimeSpan NoLongerThan = TimeSpan.FromMinutes(1);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var (asked, failed) = (0, 0);
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < NoLongerThan)
        {
            var now = clock.GetUtcNow();
            var due = await db.Operations.AsNoTracking()
                .Where(o => o.State == OperationState.Open && o.NextAttemptAt <= now && (o.ClaimedUntil == null || o.ClaimedUntil <= now))
                .OrderBy(o => o.NextAttemptAt).Take(MostAtOnce).Select(o => o.Id).ToListAsync(cancellationToken);
            var progress = 0;
            await Parallel.ForEachAsync(due, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = cancellationToken }, async (id, token) =>
            {
                try
                {
                    await using var scope = scopes.CreateAsyncScope();
                    if (await scope.ServiceProvider.GetRequiredService<AskApplication>().AskAsync(id, token))
                    {
                        Interlocked.Increment(ref progress);
                    }
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // The claim passes and it is tried again; the others are not held up.
                    Interlocked.Increment(ref failed);
                    LogFailure(log, e, id);
                }
            });
            asked += progress;
            if (progress == 0 || due.Count == 0)
            {
                break;
            }
        }

        return (asked, failed) == (0, 0) ? null : $"Asked applications {asked} times; {failed} failed.";
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Operation {Operation} could not be carried out")]
    private static partial void LogFailure(ILogger log, Exception e, OperationId operation);
}
