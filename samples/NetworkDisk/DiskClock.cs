using System.Globalization;

namespace NetworkDisk;

/// <summary>
/// The application's clock. With the setting <c>Disk:Clock</c>, in Development only, it stands still at that instant until it is advanced: a month
/// of use can be played through, with figures that come out the same every time.
/// </summary>
internal sealed class DiskClock : TimeProvider
{
    private readonly object gate = new();
    private DateTimeOffset? still;

    public bool CanAdvance => still is not null;

    public static DiskClock Create(string? start, IHostEnvironment environment)
    {
        if (string.IsNullOrEmpty(start))
        {
            return new DiskClock();
        }

        return environment.IsDevelopment()
            ? new DiskClock { still = DateTimeOffset.Parse(start, CultureInfo.InvariantCulture).ToUniversalTime() }
            : throw new InvalidOperationException("Disk:Clock is for Development only: usage must be measured by the real clock.");
    }

    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return still ?? System.GetUtcNow();
        }
    }

    public DateTimeOffset Advance(TimeSpan by)
    {
        lock (gate)
        {
            still = still!.Value + by;
            return still.Value;
        }
    }
}
