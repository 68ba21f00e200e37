using BroadbandHub.Billing.Ledger;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// The verdicts of one group. An id that comes twice inside the group is tried once; who came later gets what the stored event says: the same content is a
/// duplicate, other content a conflict.
/// </summary>
internal sealed class UsageBallot(IReadOnlyList<UsageBatch> group)
{
    private readonly Dictionary<byte[], Candidate> first = new(ByteOrder.Instance);
    private readonly List<Candidate> candidates = [];
    private readonly List<Candidate> repeated = [];
    private readonly List<(int Batch, int Index, ReportedEvent Event, string Code)> refused = [];

    public UsageVerdict[][] Verdicts { get; } = [.. group.Select(b => new UsageVerdict[b.Events.Count])];

    /// <summary>One a key; to be inserted.</summary>
    public IReadOnlyList<Candidate> Candidates => candidates;

    public IReadOnlyList<(int Batch, int Index, ReportedEvent Event, string Code)> Refused => refused;

    public async Task JudgeAsync(UsageJudge judge)
    {
        for (var b = 0; b < group.Count; b++)
        {
            var events = group[b].Events;
            for (var i = 0; i < events.Count; i++)
            {
                var (candidate, code) = await judge.JudgeAsync(b, i, events[i], group[b].ApplicationKey);
                if (candidate is null)
                {
                    refused.Add((b, i, events[i], code!));
                }
                else if (first.TryAdd(candidate.Event.EventKey, candidate))
                {
                    candidates.Add(candidate);
                }
                else
                {
                    repeated.Add(candidate);
                }
            }
        }
    }

    /// <summary>
    /// Decides, given what the keys that were taken hold; adds what is new to the lines; answers what is to be kept as rejected.
    /// <paramref name="triedAt"/> is the group's own instant when it was tried before.
    /// </summary>
    public IReadOnlyList<(string ApplicationKey, ReportedEvent Event, string Code)> Count(Dictionary<byte[], StoredEvent> taken, long? triedAt)
    {
        var rejected = new List<(string, ReportedEvent, string)>();
        foreach (var c in candidates)
        {
            if (taken.Count > 0 && taken.TryGetValue(c.Event.EventKey, out var stored))
            {
                // The attempt before, whose commit was in doubt, did commit: counted already, and not answered yet.
                Decide(c.Batch, c.Index, c.Event, stored.ContentHash, stored.ReceivedAt == triedAt ? UsageVerdict.Accepted : UsageVerdict.Duplicate);
                continue;
            }

            Verdicts[c.Batch][c.Index] = UsageVerdict.Accepted;
            foreach (var line in c.Lines)
            {
                line.Add(c.Event.Quantity);
            }
        }

        foreach (var c in repeated)
        {
            var hash = taken.TryGetValue(c.Event.EventKey, out var stored) ? stored.ContentHash : first[c.Event.EventKey].Event.ContentHash;
            Decide(c.Batch, c.Index, c.Event, hash, UsageVerdict.Duplicate);
        }

        foreach (var (batch, index, e, code) in refused)
        {
            if (taken.TryGetValue(e.EventKey, out var stored) && e.Id.Length > 0)
            {
                Decide(batch, index, e, stored.ContentHash, UsageVerdict.Duplicate);
            }
            else
            {
                Verdicts[batch][index] = UsageVerdict.Rejected(code);
                rejected.Add((group[batch].ApplicationKey, e, code));
            }
        }

        return rejected;
    }

    // A conflict is told, but not kept: its id stands for the accepted event.
    private void Decide(int batch, int index, ReportedEvent e, byte[] storedHash, UsageVerdict same) =>
        Verdicts[batch][index] = ByteOrder.Instance.Equals(storedHash, e.ContentHash) ? same : UsageVerdict.Rejected(UsageCodes.IdConflict);
}
