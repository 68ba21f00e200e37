using NetworkDisk.Journal;

namespace NetworkDisk.Usage;

/// <summary>What came of a report.</summary>
internal sealed record Report(int Measured, int Accepted, int Duplicates, int Rejected, int Kept, string? Trouble);

/// <summary>
/// Turns use into events and sends what is owed. An event is in the journal before it is sent and until the hub has answered for it, so a crash or a hub that
/// is away loses nothing; sent again, it has the id it always had.
/// </summary>
internal sealed class UsageReporter(Disk disk, HubClient hub, TimeProvider clock, ILogger<UsageReporter> log)
{
    private const int MostAtOnce = 5_000;
    private readonly SemaphoreSlim oneAtATime = new(1, 1);

    public async Task<Report> ReportAsync(CancellationToken cancellationToken)
    {
        await oneAtATime.WaitAsync(cancellationToken);
        try
        {
            var measured = Measure();
            var (accepted, duplicates, rejected) = (0, 0, 0);
            string? trouble = null;
            while (trouble is null && disk.Read(d => d.Owed) is { Count: > 0 } owed)
            {
                var batch = owed.Take(MostAtOnce).ToList();
                var answer = await hub.SendAsync(batch, cancellationToken);
                trouble = answer.Trouble ?? (answer.Events.Count == 0 ? "The hub answered for none of the events." : null);
                accepted += answer.Events.Count(e => e.Status == "accepted");
                duplicates += answer.Events.Count(e => e.Status == "duplicate");
                rejected += answer.Events.Count(e => e.Status == "rejected");
                if (answer.Events.Count > 0)
                {
                    disk.Change(_ => (0, new Settled(clock.GetUtcNow(), answer.Events)));
                }
            }

            var kept = disk.Read(d => d.Owed.Count);
            if (trouble is not null)
            {
                log.LogWarning("{Kept} usage events are kept for later: {Trouble}", kept, trouble);
            }

            return new Report(measured, accepted, duplicates, rejected, kept, trouble);
        }
        finally
        {
            oneAtATime.Release();
        }
    }

    private int Measure() => disk.Change(d =>
    {
        var now = clock.GetUtcNow();
        // Dated at the last microsecond that it measures: what was used until midnight belongs to the day before. What ended, is dated at its end.
        var events = (from subscription in d.Subscriptions
                      let until = subscription.EndedAt ?? now
                      from use in subscription.Unreported(until)
                      let time = until > subscription.ActivatedAt ? until.AddMicroseconds(-1) : until
                      select new UsageEvent(
                          $"{subscription.Id}/{use.Meter}/{Guid.CreateVersion7(now):N}", subscription.Id, use.Meter, use.Quantity, time)).ToList();
        return (events.Count, events.Count > 0 ? new Measured(now, events) : null);
    });
}
