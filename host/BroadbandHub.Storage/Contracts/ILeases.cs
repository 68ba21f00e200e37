namespace BroadbandHub.Storage.Contracts;

/// <summary>Named leases in the database: at most one holder at a time over all nodes, free again when not renewed. Singleton.</summary>
public interface ILeases
{
    /// <summary>Takes the lease, or answers null when another holder has it.</summary>
    Task<ILease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken);
}

/// <summary>A held lease. Disposing gives it back.</summary>
public interface ILease : IAsyncDisposable
{
    /// <summary>Prolongs it; false when it was lost, and then the work must stop.</summary>
    Task<bool> RenewAsync(CancellationToken cancellationToken);
}
