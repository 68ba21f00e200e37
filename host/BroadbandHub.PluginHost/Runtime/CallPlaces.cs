using System.Collections.Concurrent;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// The places for calls into one generation, so that code which blocks or never ends fills its own places and nothing else. A caller that gives up
/// waiting leaves its place taken until the code has really ended. An upgrade brings new places.
/// </summary>
internal sealed class CallPlaces(int most, TimeProvider clock)
{
    private readonly ConcurrentDictionary<long, Place> taken = new();
    private long last;
    private int count;

    public int Most => most;

    public bool IsFull => Volatile.Read(ref count) >= most;

    /// <summary>Null when all places are taken.</summary>
    /// <param name="entry">What is entered, for the operator.</param>
    /// <param name="isAnswering">Whether a call that takes long is at work visibly, such as a response that has begun: that one does not hang.</param>
    public Place? TryTake(string entry, Func<bool>? isAnswering)
    {
        if (Interlocked.Increment(ref count) > most)
        {
            Interlocked.Decrement(ref count);
            return null;
        }

        var place = new Place(this, Interlocked.Increment(ref last), entry, clock.GetTimestamp(), isAnswering);
        taken[place.Number] = place;
        return place;
    }

    public int Taken(string entry) => taken.Values.Count(p => p.Entry == entry);

    /// <summary>What has been inside for longer than a call may take: the entry of each.</summary>
    public IReadOnlyList<string> Hanging(TimeSpan limit) =>
        [.. taken.Values.Where(p => clock.GetElapsedTime(p.Since) > limit && p.IsAnswering?.Invoke() != true).Select(p => p.Entry)];

    private void Leave(Place place)
    {
        if (taken.TryRemove(place.Number, out _))
        {
            Interlocked.Decrement(ref count);
        }
    }

    internal sealed class Place(CallPlaces places, long number, string entry, long since, Func<bool>? isAnswering) : IDisposable
    {
        public long Number => number;

        public string Entry => entry;

        public long Since => since;

        public Func<bool>? IsAnswering => isAnswering;

        public void Dispose() => places.Leave(this);
    }
}
