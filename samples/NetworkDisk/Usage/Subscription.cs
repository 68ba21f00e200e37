using NetworkDisk.Journal;

namespace NetworkDisk.Usage;

/// <summary>
/// What one subscription stores and has used. Use is counted in the smallest exact units (bytes × ticks, bytes, requests); an event takes whole millionths
/// out of it, and what is less than one stays for the next event, so nothing is rounded away.
/// </summary>
internal sealed class Subscription(string id, string enterpriseName, DateTimeOffset activatedAt)
{
    public const string Storage = "storage.gb-hours";
    public const string Traffic = "traffic.gb";
    public const string Requests = "requests";

    private const long BytesPerGigabyte = 1_000_000_000;

    // A millionth of a GB·h: 1,000 bytes for an hour.
    private static readonly Int128 ByteTicksPerUnit = (Int128)(BytesPerGigabyte / 1_000_000) * TimeSpan.TicksPerHour;

    private readonly Dictionary<string, StoredFile> files = new(StringComparer.Ordinal);
    private DateTimeOffset storedUntil = activatedAt;
    private Int128 byteTicks;
    private long traffic;
    private long requests;

    public string Id => id;

    public string EnterpriseName => enterpriseName;

    public DateTimeOffset ActivatedAt { get; } = activatedAt;

    public DateTimeOffset? EndedAt { get; private set; }

    public long StoredBytes { get; private set; }

    public IReadOnlyDictionary<string, StoredFile> Files => files;

    public void End(DateTimeOffset at)
    {
        Accrue(at);
        files.Clear();
        StoredBytes = 0;
        EndedAt ??= at;
    }

    public void Use(Used used)
    {
        Accrue(used.At);
        requests++;
        traffic += used.Bytes;
        if (used.Removed is not null && files.Remove(used.Removed, out var removed))
        {
            StoredBytes -= removed.Bytes;
        }

        if (used.Stored is { } stored)
        {
            files.Add(stored.Name, stored);
            StoredBytes += stored.Bytes;
        }
    }

    /// <summary>What was used until then and is in no event yet; whole units only, nothing where there is none.</summary>
    public IEnumerable<(string Meter, decimal Quantity)> Unreported(DateTimeOffset at)
    {
        var stored = byteTicks + ((Int128)StoredBytes * Math.Max(0, (at - storedUntil).Ticks));
        if (stored >= ByteTicksPerUnit)
        {
            yield return (Storage, (decimal)(long)(stored / ByteTicksPerUnit) / 1_000_000m);
        }

        if (traffic >= BytesPerGigabyte / 1_000_000)
        {
            yield return (Traffic, (decimal)(traffic / (BytesPerGigabyte / 1_000_000)) / 1_000_000m);
        }

        if (requests > 0)
        {
            yield return (Requests, requests);
        }
    }

    /// <summary>Takes out what an event now reports.</summary>
    public void Take(UsageEvent reported, DateTimeOffset at)
    {
        Accrue(at);
        switch (reported.Meter)
        {
            case Storage:
                byteTicks -= (Int128)(reported.Quantity * 1_000_000m) * ByteTicksPerUnit;
                break;
            case Traffic:
                traffic -= (long)(reported.Quantity * BytesPerGigabyte);
                break;
            default:
                requests -= (long)reported.Quantity;
                break;
        }
    }

    private void Accrue(DateTimeOffset until)
    {
        if (until > storedUntil)
        {
            byteTicks += (Int128)StoredBytes * (until - storedUntil).Ticks;
            storedUntil = until;
        }
    }
}
