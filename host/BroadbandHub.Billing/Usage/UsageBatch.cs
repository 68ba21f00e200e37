namespace BroadbandHub.Billing.Usage;

internal enum UsageStatus
{
    /// <summary>Never an answer: that nobody decided must not look like an acceptance.</summary>
    Undecided,
    Accepted,

    /// <summary>It was accepted before, with the same content.</summary>
    Duplicate,
    Rejected,
}

/// <summary>The answer for one event.</summary>
internal readonly record struct UsageVerdict(UsageStatus Status, string? Code)
{
    public static UsageVerdict Accepted => new(UsageStatus.Accepted, null);

    public static UsageVerdict Duplicate => new(UsageStatus.Duplicate, null);

    public static UsageVerdict Rejected(string code) => new(UsageStatus.Rejected, code);
}

/// <summary>What one request reports, and where its answer goes. The body lives until then.</summary>
internal sealed class UsageBatch(string applicationKey, IReadOnlyList<ReportedEvent> events)
{
    private readonly TaskCompletionSource<UsageVerdict[]> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string ApplicationKey { get; } = applicationKey;

    public IReadOnlyList<ReportedEvent> Events { get; } = events;

    /// <summary>Where the time went, for the answer's Server-Timing header.</summary>
    public UsageTimings Timings { get; } = new();

    /// <summary>One verdict an event, in order; given after the commit.</summary>
    public Task<UsageVerdict[]> Answer => answer.Task;

    public void Answered(UsageVerdict[] verdicts)
    {
        if (verdicts.Length != Events.Count || Array.Exists(verdicts, v => v.Status == UsageStatus.Undecided))
        {
            throw new InvalidOperationException("Not every event has a verdict.");
        }

        answer.TrySetResult(verdicts);
    }

    public void Failed(Exception e) => answer.TrySetException(e);
}

/// <summary>
/// Milliseconds of a request's stages. From judging on they are those of the whole group that shared the commit.
/// </summary>
internal sealed class UsageTimings
{
    private readonly List<(string Stage, double Milliseconds)> stages = [];

    public void Add(string stage, TimeSpan took) => stages.Add((stage, took.TotalMilliseconds));

    public override string ToString() =>
        string.Join(", ", stages.Select(s => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{s.Stage};dur={s.Milliseconds:F2}")));
}
