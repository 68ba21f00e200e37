namespace BroadbandHub.Host;

/// <summary>
/// The one clock of the hub. In Development it can be moved forward, so that months can be played through; timers and delays keep
/// running in real time. It never goes back: ids and leases rely on it.
/// </summary>
internal sealed class HubClock : TimeProvider
{
    private long offsetTicks;

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset;

    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, by.Ticks);
    }
}
