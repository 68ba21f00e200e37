using System.Collections.Concurrent;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Events;

/// <summary>
/// Hands stored events to the plugins that run on this node. One loop asks the database for what is due; each delivery is a task of its own, so a plugin
/// that hangs only fills its own few places.
/// </summary>
internal sealed class EventDispatcher(
    IDeliveries deliveries, Generations generations, PluginMetrics metrics, RecentLogs recent, PluginLogScope log, TimeProvider clock,
    IOptions<PluginHostOptions> options, ILogger<EventDispatcher> logger) : BackgroundService
{
    private const int PlacesPerPlugin = 8;
    private const int MostAtOnce = 64;
    private const int MostAttempts = 9;
    private readonly SemaphoreSlim wake = new(0, 1);
    private readonly ConcurrentDictionary<string, int> busy = new(StringComparer.Ordinal);

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
            var ready = generations.All.Select(g => g.PluginId).Where(id => busy.GetValueOrDefault(id) < PlacesPerPlugin).ToList();
            if (ready.Count == 0)
            {
                return false;
            }

            var due = await deliveries.ClaimAsync(ready, MostAtOnce, options.Value.CallLimit * 2, cancellationToken);
            foreach (var delivery in due)
            {
                busy.AddOrUpdate(delivery.PluginId, 1, (_, n) => n + 1);
                _ = Task.Run(() => DeliverAsync(delivery), CancellationToken.None);
            }

            return due.Count > 0;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogError(e, "Deliveries could not be claimed; trying again");
            return false;
        }
    }

    private async Task DeliverAsync(DueDelivery delivery)
    {
        try
        {
            // Whoever waits gives up after the limit; what hangs keeps its lease until it ends.
            var limit = options.Value.CallLimit;
            string? failure;
            try
            {
                failure = await Task.Run(() => InsideAsync(delivery)).WaitAsync(limit, clock);
            }
            catch (TimeoutException)
            {
                failure = $"The handler did not return within {limit.TotalSeconds:0.#} seconds.";
            }

            await SettleAsync(delivery, failure);
        }
        catch (Exception e)
        {
            // Its lease passes and it comes again.
            logger.LogError(e, "The delivery {Delivery} to {plugin} could not be settled", delivery.Id, delivery.PluginId);
        }
        finally
        {
            busy.AddOrUpdate(delivery.PluginId, 0, (_, n) => n - 1);
            Wake();
        }
    }

    private async Task SettleAsync(DueDelivery delivery, string? failure)
    {
        if (failure is null)
        {
            metrics.Delivered(delivery.PluginId, "done");
            await deliveries.CompleteAsync(delivery, CancellationToken.None);
        }
        else if (failure.Length == 0)
        {
            metrics.Delivered(delivery.PluginId, "released");
            await deliveries.ReleaseAsync(delivery, CancellationToken.None);
        }
        else
        {
            var wait = RetryAfter(delivery.Attempt, options.Value.EventRetryBase);
            metrics.Delivered(delivery.PluginId, wait is null ? "parked" : "failed");
            recent.Add(delivery.PluginId, LogLevel.Error, "Event", $"{delivery.EventName} of {delivery.Subject}, attempt {delivery.Attempt}{(wait is null ? ", parked" : "")}: {failure}", null);
            await deliveries.FailAsync(delivery, failure, wait, CancellationToken.None);
        }
    }

    /// <summary>Null when the plugin has handled it, an empty text when it was not tried, else why it failed.</summary>
    private async Task<string?> InsideAsync(DueDelivery delivery)
    {
        using var lease = generations.TryEnter(delivery.PluginId);
        if (lease is null)
        {
            return "";
        }

        if (!lease.Core.Parts.Handlers.TryGetValue(delivery.EventName, out var handlers))
        {
            // This version does not want it any more.
            return null;
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

            return null;
        }
        catch (Exception e)
        {
            return $"The handler failed with {e.GetType().Name}: {e.Message}";
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
}
