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
