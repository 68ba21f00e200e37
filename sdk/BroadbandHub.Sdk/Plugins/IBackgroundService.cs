namespace BroadbandHub.Sdk;

/// <summary>Work that goes on while the plugin is Running. You implement it; it never gains members.</summary>
public interface IBackgroundService
{
    /// <summary>
    /// The host calls it once per generation and node, on a pool thread, in a scope of its own, after the plugin is Running. Return when
    /// <paramref name="stopping"/> is cancelled, within the stop limit (10 seconds unless configured); a service that does not is
    /// abandoned and the plugin is shown as "restart needed". An exception marks the plugin Faulted, with a restart of the
    /// service after a back-off (1 s doubling to 5 min).
    /// </summary>
    Task RunAsync(CancellationToken stopping);
}
