using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.Options;

namespace BroadbandHub.Billing.Usage;

/// <summary>Settings of the section <c>Billing</c>.</summary>
internal sealed class BillingOptions
{
    /// <summary>How long after the fact usage is still charged.</summary>
    public int LateWindowDays { get; set; } = 92;

    /// <summary>How many events may wait for the writer; beyond that, requests are answered with 503.</summary>
    public int MostQueuedEvents { get; set; } = 100_000;

    /// <summary>How many events one transaction takes at most, unless a single request has more.</summary>
    public int MostEventsPerCommit { get; set; } = 10_000;
}

/// <summary>An event that may be accepted, with the segment it falls into and the lines it adds to.</summary>
internal sealed record Candidate(int Batch, int Index, ReportedEvent Event, SegmentFacts Segment, int Month, IReadOnlyList<LineChange> Lines);

/// <summary>Judges the events of one group against the segments that were read in its transaction. Makes one line change per line key for the group.</summary>
internal sealed class UsageJudge(
    ILookup<SubscriptionId, SegmentFacts> segments, PlanCache plans, BillingOptions options, DateTimeOffset now, CancellationToken cancellationToken)
{
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(5);

    private readonly Dictionary<(SegmentId, int, string), IReadOnlyList<LineChange>> lines = [];
    private readonly long oldest = Instants.ToMicros(now.AddDays(-options.LateWindowDays));
    private readonly long latest = Instants.ToMicros(now + ClockTolerance);

    public IEnumerable<LineChange> Lines => lines.Values.SelectMany(l => l).Where(l => l.Events > 0);

    /// <summary>A candidate, or the code with which the event is refused.</summary>
    public async ValueTask<(Candidate? Candidate, string? Code)> JudgeAsync(int batch, int index, ReportedEvent e, string applicationKey)
    {
        if (e.Fault is not null)
        {
            return (null, e.Fault);
        }

        SegmentFacts? segment = null;
        var known = false;
        foreach (var s in segments[e.SubscriptionId])
        {
            known |= s.ApplicationKey == applicationKey;
            segment = s.ApplicationKey == applicationKey && s.Covers(e.OccurredAt) ? s : segment;
        }

        if (!known)
        {
            return (null, UsageCodes.UnknownSubscription);
        }

        if (await plans.MeterAsync(applicationKey, e.Meter, cancellationToken) is not { } meter)
        {
            return (null, UsageCodes.UnknownMeter);
        }

        if (e.Quantity.Scale() > meter.Scale)
        {
            return (null, UsageCodes.BadQuantity);
        }

        if (e.OccurredAt > latest)
        {
            return (null, UsageCodes.InTheFuture);
        }

        if (e.OccurredAt < oldest)
        {
            return (null, UsageCodes.TooOld);
        }

        if (segment is null)
        {
            return (null, UsageCodes.NotActive);
        }

        var month = segment.Calendar.MonthOf(e.OccurredAt);
        if (!lines.TryGetValue((segment.Id, month.Month, e.Meter), out var changes))
        {
            if (await plans.PlanAsync(segment.PlanVersionId, cancellationToken) is not { } plan)
            {
                return (null, UsageCodes.PlanMissing);
            }

            var (from, to) = segment.UsageDays(month);
            changes = [.. plan.Of(e.Meter).Select(c => new LineChange(segment.Line(plan.Plan, c, month), from, to))];
            lines.Add((segment.Id, month.Month, e.Meter), changes);
        }

        return (new(batch, index, e, segment, month.Month, changes), null);
    }
}
