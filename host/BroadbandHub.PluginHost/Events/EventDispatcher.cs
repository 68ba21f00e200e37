using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Events;

/// <summary>
/// Hands stored events to the plugins that run on this node. One loop asks the database for what is due; each delivery is a task of its own, so a plugin
/// that hangs only fills its own few places. While nodes run different versions of a plugin, an event waits for a node whose version handles it; only the
/// version that operators want may say that an event needs no handling.
/// </summary>
internal sealed class EventDispatcher(
    IDeliveries deliveries, Generations generations, PluginStore store, PluginMetrics metrics, RecentLogs recent, PluginLogScope log, TimeProvider clock,
    IOptions<PluginHostOptions> options, ILogger<EventDispatcher> logger) : BackgroundService
{
    private const string Entry = "event";
    private const int PlacesPerPlugin = 8;
    private const int MostAttempts = 9;
    private readonly SemaphoreSlim wake = new(0, 1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        deliveries.Stored += Wake;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await TryRoundAsync(stoppingToken))
                {
                    await wake.WaitAsync(options.Value.PollEvery, stoppingToken);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The node stops; leases that are out come back by themselves.
        }
        finally
        {
            deliveries.Stored -= Wake;
        }
    }

    /// <summary>The wait after a failed attempt; null means: park it.</summary>
    internal static TimeSpan? RetryAfter(int attempt, TimeSpan first) => attempt < MostAttempts ? first * Math.Pow(2, attempt - 1) : null;

    private async Task<bool> TryRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var claims = await ClaimsAsync(cancellationToken);
            var due = await deliveries.ClaimAsync(claims, options.Value.CallLimit * 2, cancellationToken);
            foreach (var delivery in due)
            {
                // The place is taken here, in the loop, so that the next round counts it.
                var lease = generations.TryCall(delivery.PluginId, Entry, out _);
                _ = Task.Run(() => DeliverAsync(delivery, lease), CancellationToken.None);
            }

            return due.Count > 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Deliveries could not be claimed; trying again");
            return false;
        }
    }

    /// <summary>What this node can deliver now: everything of a plugin that runs here in the wanted version, else only what the version here handles.</summary>
    private async Task<IReadOnlyList<DeliveryClaim>> ClaimsAsync(CancellationToken cancellationToken)
    {
        var running = generations.All
            .Select(g => (Generation: g, Free: g.Places.IsFull ? 0 : PlacesPerPlugin - g.Places.Taken(Entry)))
            .Where(r => r.Free > 0).ToList();
        if (running.Count == 0)
        {
            return [];
        }

        var wanted = await store.WantedVersionsAsync(cancellationToken);
        return [.. running.Select(r => new DeliveryClaim(
            r.Generation.PluginId, r.Free, wanted.GetValueOrDefault(r.Generation.PluginId) == r.Generation.Version ? null : r.Generation.EventNames))];
    }

    private async Task DeliverAsync(DueDelivery delivery, GenerationLease? lease)
    {
        try
        {
            // Whoever waits gives up after the limit; what hangs keeps its place until it ends.
            var limit = options.Value.CallLimit;
            Result result;
            try
            {
                result = lease is null ? Result.Untried : await Task.Run(() => InsideAsync(delivery, lease)).WaitAsync(limit, clock);
            }
            catch (TimeoutException)
            {
                result = Result.Failed($"The handler did not return within {limit.TotalSeconds:0.#} seconds.");
            }

            await SettleAsync(delivery, result);
        }
        catch (Exception e)
        {
            // Its lease passes and it comes again.
            logger.LogError(e, "The delivery {Delivery} to {plugin} could not be settled", delivery.Id, delivery.PluginId);
        }
        finally
        {
            Wake();
        }
    }

    private async Task SettleAsync(DueDelivery delivery, Result result)
    {
        switch (result.How)
        {
            case Ending.Done:
                metrics.Delivered(delivery.PluginId, "done");
                await deliveries.CompleteAsync(delivery, result.Reason, CancellationToken.None);
                break;
            case Ending.Untried:
                metrics.Delivered(delivery.PluginId, "released");
                await deliveries.ReleaseAsync(delivery, CancellationToken.None);
                break;
            default:
                var wait = RetryAfter(delivery.Attempt, options.Value.EventRetryBase);
                metrics.Delivered(delivery.PluginId, wait is null ? "parked" : "failed");
                recent.Add(
                    delivery.PluginId, LogLevel.Error, "Event", $"{delivery.EventName} of {delivery.Subject}, attempt {delivery.Attempt}{(wait is null ? ", parked" : "")}: {result.Reason}", null);
                await deliveries.FailAsync(delivery, result.Reason!, wait, CancellationToken.None);
                break;
        }
    }

    private async Task<Result> InsideAsync(DueDelivery delivery, GenerationLease entered)
    {
        using var lease = entered;
        if (!lease.Core.Parts.Handlers.TryGetValue(delivery.EventName, out var handlers))
        {
            // The operators may have changed the version since this was claimed: only the wanted one says what needs no handling.
            var version = lease.Generation.Version;
            return (await store.WantedVersionsAsync(CancellationToken.None)).GetValueOrDefault(delivery.PluginId) == version
                ? Result.Done($"Version {version} does not handle this event.")
                : Result.Untried;
        }

        using var named = log.Begin(delivery.PluginId);
        using var stop = new CancellationTokenSource(options.Value.CallLimit);
        var incoming = new IncomingEvent(delivery.EventName, delivery.Subject, delivery.Json, delivery.OccurredAt, new Delivery(delivery.EventId, delivery.Attempt));
        try
        {
            foreach (var handler in handlers)
            {
                await using var scope = lease.Core.Services!.BeginScope();
                await handler(scope, incoming, stop.Token);
            }

            return Result.Done(null);
        }
        catch (Exception e)
        {
            // Text, not the exception: its type may be the plugin's.
            return Result.Failed($"The handler failed with {e.GetType().Name}: {e.Message}");
        }
    }

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // It is awake already.
        }
    }

    private enum Ending
    {
        Done,
        Untried,
        Failed,
    }

    private readonly record struct Result(Ending How, string? Reason)
    {
        public static readonly Result Untried = new(Ending.Untried, null);

        public static Result Done(string? reason) => new(Ending.Done, reason);

        public static Result Failed(string reason) => new(Ending.Failed, reason);
    }
}
