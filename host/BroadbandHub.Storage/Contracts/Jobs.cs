namespace BroadbandHub.Storage.Contracts;

/// <summary>Work that is done again and again, on one node at a time (a lease). Scoped: each run has a scope of its own. Register with <c>AddJob</c>.</summary>
public interface IJob
{
    /// <summary>One run. Returns a sentence for the System page, or null when there was nothing to do.</summary>
    Task<string?> RunAsync(CancellationToken cancellationToken);
}

/// <summary>A job: its name (stable), and how long after one run the next begins.</summary>
public sealed record JobDefinition(string Name, Type JobType, TimeSpan Every);

/// <summary>How the jobs are doing, for the System page. Singleton.</summary>
public interface IJobs
{
    Task<IReadOnlyList<JobView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Makes a job run now on this node instead of waiting for its time.</summary>
    void Wake(string name);
}

public sealed record JobView(string Name, TimeSpan Every, DateTimeOffset? LastRunAt, string? Node, bool? Succeeded, string? Message, DateTimeOffset? NextRunAt);
