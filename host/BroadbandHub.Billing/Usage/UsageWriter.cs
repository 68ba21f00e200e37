using System.Data.Common;
using System.Diagnostics;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Usage;

/// <summary>Writes a group of batches in one transaction: events, line keys, transfers, balances. When it returns, all of it is durable.</summary>
internal interface IUsageWriter
{
    /// <summary>One array of verdicts a batch, in order. Safe to repeat after any failure: the events' keys tell what is there already.</summary>
    Task<UsageVerdict[][]> WriteAsync(IReadOnlyList<UsageBatch> group, CancellationToken cancellationToken);
}

internal sealed class UsageWriter(
    IHubDatabase database, BillingSql sql, UsageStore store, LinePosting posting, PlanCache plans, IOptions<BillingOptions> options, OperatorDays days, TimeProvider clock)
    : IUsageWriter
{
    /// <summary>A cluster needs some seconds to find its next writer.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public async Task<UsageVerdict[][]> WriteAsync(IReadOnlyList<UsageBatch> group, CancellationToken cancellationToken)
    {
        // The instant is the group's for all attempts: a row that carries it after a doubtful commit was written by an attempt before.
        var now = clock.GetUtcNow().ToWholeMicros();
        var start = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await TryAsync(group, now, attempt > 1, cancellationToken);
            }
            catch (Exception e) when (Transient.Is(e) && Stopwatch.GetElapsedTime(start) < Patience)
            {
                // Waiting for a database is waiting in real time, whatever time the hub's clock shows.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 10 * attempt * attempt)), cancellationToken);
            }
        }
    }

    private async Task<UsageVerdict[][]> TryAsync(IReadOnlyList<UsageBatch> group, DateTimeOffset now, bool again, CancellationToken cancellationToken)
    {
        var stages = new Stopwatches(clock, group);
        using var turn = await database.EnterWriteAsync(cancellationToken);
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var transaction = await sql.BeginAsync(connection, cancellationToken);
        var nowMicros = Instants.ToMicros(now);
        var judge = await JudgeOfAsync(transaction, group, now, cancellationToken);
        var ballot = new UsageBallot(group);
        await ballot.JudgeAsync(judge);
        stages.Done("judge");

        var taken = await store.InsertAsync(transaction, ballot.Candidates, nowMicros, cancellationToken);
        if (ballot.Refused.Count > 0)
        {
            // Who repeats an accepted event gets the same answer for ever, also when the event would be refused today.
            var keys = ballot.Refused.Where(r => r.Event.Id.Length > 0).Select(r => r.Event.EventKey).Distinct(ByteOrder.Instance);
            foreach (var (key, stored) in await UsageStore.FindAsync(transaction, keys, cancellationToken))
            {
                taken.TryAdd(key, stored);
            }
        }

        var rejected = ballot.Count(taken, again ? nowMicros : null);
        await store.KeepRejectedAsync(transaction, rejected, nowMicros, cancellationToken);
        stages.Done("insert");
        var posted = await posting.ApplyAsync(transaction, [.. judge.Lines], days.Of(now), nowMicros, cancellationToken);
        if (posted.Frozen.Count > 0)
        {
            var late = ballot.Candidates.Where(c => c.Lines.Any(posted.Frozen.Contains)).Select(c => c.Event.EventKey);
            await UsageStore.LeaveUnbilledAsync(transaction, late, UnbilledReason.LineFrozen, nowMicros, cancellationToken);
        }

        stages.Done("post");
        await transaction.CommitAsync(CancellationToken.None);
        stages.Done("commit");
        return ballot.Verdicts;
    }

    private async Task<UsageJudge> JudgeOfAsync(DbTransaction transaction, IReadOnlyList<UsageBatch> group, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var subscriptions = group.SelectMany(b => b.Events).Where(e => e.Fault is null).Select(e => e.SubscriptionId.Value).Distinct().Order().ToList();
        var segments = new List<SegmentFacts>();
        foreach (var some in subscriptions.Chunk(1000))
        {
            segments.AddRange(await SegmentFacts.ReadAsync(sql, transaction, $"SubscriptionId IN ({BillingSql.List(some)})", cancellationToken));
        }

        return new(segments.ToLookup(s => s.SubscriptionId), plans, options.Value, now, cancellationToken);
    }
}

/// <summary>Writes the stages of a group into the timings of its batches.</summary>
internal sealed class Stopwatches(TimeProvider clock, IReadOnlyList<UsageBatch> group)
{
    private long since = clock.GetTimestamp();

    public void Done(string stage)
    {
        var took = clock.GetElapsedTime(since);
        since = clock.GetTimestamp();
        foreach (var batch in group)
        {
            batch.Timings.Add(stage, took);
        }
    }
}

/// <summary>The operator's civil days: the accounting month is the operator's zone's.</summary>
internal sealed class OperatorDays(IConfiguration configuration)
{
    public string TimeZone { get; } = configuration["Hub:TimeZone"] ?? "Asia/Shanghai";

    public DateOnly Of(DateTimeOffset at) => AccountCalendar.Of(TimeZone).DayOf(at);
}
