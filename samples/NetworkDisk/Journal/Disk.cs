using NetworkDisk.Usage;

namespace NetworkDisk.Journal;

/// <summary>The application's state, and the one way to change it: an entry is written to the journal first, then it counts. Safe from any thread.</summary>
internal sealed class Disk : IDisposable
{
    private readonly object gate = new();
    private readonly JournalFile journal;
    private readonly Dictionary<string, OrderBody> operations = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Subscription> subscriptions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UsageEvent> owed = new(StringComparer.Ordinal);
    private readonly List<(UsageEvent Event, SettledEvent? Answer)> usage = [];
    private readonly Dictionary<string, int> usageIndex = new(StringComparer.Ordinal);

    private Disk(JournalFile journal) => this.journal = journal;

    public static Disk Open(string folder)
    {
        var (journal, entries) = JournalFile.Open(Path.Combine(folder, "journal.jsonl"));
        var disk = new Disk(journal);
        foreach (var entry in entries)
        {
            disk.Count(entry);
        }

        return disk;
    }

    /// <summary>Looks at the state and, when the function gives an entry, writes it; both as one step.</summary>
    public T Change<T>(Func<Disk, (T Answer, Entry? Entry)> decide)
    {
        lock (gate)
        {
            var (answer, entry) = decide(this);
            if (entry is not null)
            {
                journal.Append(entry);
                Count(entry);
            }

            return answer;
        }
    }

    public T Read<T>(Func<Disk, T> read)
    {
        lock (gate)
        {
            return read(this);
        }
    }

    public OrderBody? Operation(string id) => operations.GetValueOrDefault(id);

    /// <summary>A subscription that may be used now.</summary>
    public Subscription? Active(string id) => subscriptions.TryGetValue(id, out var found) && found.EndedAt is null ? found : null;

    /// <summary>What the hub said last of how we stand with the operator; null while it never said anything.</summary>
    public PartnerChanged? Partner { get; private set; }

    public IEnumerable<Subscription> Subscriptions => subscriptions.Values;

    /// <summary>Events that the hub has not answered for, oldest first.</summary>
    public IReadOnlyList<UsageEvent> Owed => [.. owed.Values.OrderBy(e => e.Time).ThenBy(e => e.Id, StringComparer.Ordinal)];

    public IReadOnlyList<(UsageEvent Event, SettledEvent? Answer)> Usage => usage;

    public void Dispose() => journal.Dispose();

    private void Count(Entry entry)
    {
        switch (entry)
        {
            case Provisioned { Order.Action: "activate" } order:
                operations[order.Operation] = order.Order;
                subscriptions.TryAdd(order.Order.Subscription!, new Subscription(order.Order.Subscription!, order.Order.EnterpriseName ?? order.Order.Subscription!, order.At));
                break;
            case Provisioned order:
                operations[order.Operation] = order.Order;
                subscriptions.GetValueOrDefault(order.Order.Subscription!)?.End(order.At);
                break;
            case PartnerChanged partner:
                Partner = partner;
                break;
            case Used used:
                subscriptions[used.Subscription].Use(used);
                break;
            case Measured measured:
                foreach (var e in measured.Events)
                {
                    subscriptions[e.Subscription].Take(e, measured.At);
                    owed.Add(e.Id, e);
                    usageIndex.Add(e.Id, usage.Count);
                    usage.Add((e, null));
                }

                break;
            case Settled settled:
                foreach (var e in settled.Events.Where(e => owed.Remove(e.Id)))
                {
                    usage[usageIndex[e.Id]] = (usage[usageIndex[e.Id]].Event, e);
                }

                break;
        }
    }
}
