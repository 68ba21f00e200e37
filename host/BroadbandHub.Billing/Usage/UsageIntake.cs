using System.Threading.Channels;
using BroadbandHub.Sdk;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// The group commit: requests wait in a bounded queue, and one writer takes what has gathered while it was busy into the next transaction. The more requests
/// wait, the more share one commit.
/// </summary>
internal sealed class UsageIntake(IUsageWriter writer, IOptions<BillingOptions> options, ILogger<UsageIntake> log) : BackgroundService
{
    private readonly Channel<UsageBatch> queue = Channel.CreateUnbounded<UsageBatch>(new() { SingleReader = true });
    private int queuedEvents;

    /// <summary>Queues a batch; false when too much waits already. The answer comes through <see cref="UsageBatch.Answer"/>.</summary>
    public bool TrySubmit(UsageBatch batch)
    {
        var weight = Math.Max(1, batch.Events.Count);
        if (Interlocked.Add(ref queuedEvents, weight) > options.Value.MostQueuedEvents && queuedEvents > weight)
        {
            Interlocked.Add(ref queuedEvents, -weight);
            return false;
        }

        if (queue.Writer.TryWrite(batch))
        {
            return true;
        }

        Interlocked.Add(ref queuedEvents, -weight);
        return false;
    }

    /// <summary>Queues a batch and waits for its verdicts, one an event; or the reason why it is not certain that they are recorded. Sending the batch again is safe.</summary>
    public async Task<Outcome<UsageVerdict[]>> RecordAsync(UsageBatch batch)
    {
        if (!TrySubmit(batch))
        {
            return HubError.Unavailable("usage.busy", "Too much usage waits to be recorded. Nothing of this request was recorded; send it again in a moment.");
        }

        try
        {
            return await batch.Answer;
        }
        catch (Exception e) when (e is OperationCanceledException || Transient.Is(e))
        {
            return HubError.Unavailable("usage.unavailable", "The usage could not be recorded for certain. Send the same events again, with the same ids.");
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<UsageBatch>();
        try
        {
            while (await queue.Reader.WaitToReadAsync(stoppingToken))
            {
                group.Clear();
                var events = 0;
                while (queue.Reader.TryPeek(out var next) && (events == 0 || events + next.Events.Count <= options.Value.MostEventsPerCommit))
                {
                    _ = queue.Reader.TryRead(out next);
                    group.Add(next!);
                    events += Math.Max(1, next!.Events.Count);
                }

                // What was taken is finished also while the host stops: somebody waits for the answer.
                await WriteAsync(group);
                Interlocked.Add(ref queuedEvents, -events);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
        finally
        {
            queue.Writer.Complete();
            while (queue.Reader.TryRead(out var left))
            {
                left.Failed(new OperationCanceledException("The hub is stopping."));
            }
        }
    }

    private async Task WriteAsync(IReadOnlyList<UsageBatch> group)
    {
        try
        {
            var verdicts = await writer.WriteAsync(group, CancellationToken.None);
            for (var i = 0; i < group.Count; i++)
            {
                group[i].Answered(verdicts[i]);
            }
        }
        catch (Exception e) when (group.Count > 1 && !Transient.Is(e))
        {
            // One bad batch shall not take its neighbours along: each gets a transaction of its own.
            log.LogError(e, "A group of {Batches} usage batches failed; they are tried one by one.", group.Count);
            foreach (var batch in group)
            {
                await WriteAsync([batch]);
            }
        }
        catch (Exception e)
        {
            log.LogError(e, "A group of {Batches} usage batches failed.", group.Count);
            foreach (var batch in group)
            {
                batch.Failed(e);
            }
        }
    }
}
