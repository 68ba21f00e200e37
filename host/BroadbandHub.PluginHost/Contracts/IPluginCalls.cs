namespace BroadbandHub.PluginHost.Contracts;

/// <summary>
/// The one way into a plugin's capabilities: lease, own scope, time limit, cancellation, metrics, plugin id on each log line. Singleton.
/// Capability and result types are the SDK's own, never a plugin's.
/// </summary>
public interface IPluginCalls
{
    /// <summary>Tells every running plugin that has the capability, each on its own; one that fails, hangs or is slow neither delays nor stops the others. Failures are logged and counted.</summary>
    Task NotifyAsync<TCapability>(Func<TCapability, CancellationToken, Task> call, CancellationToken cancellationToken)
        where TCapability : class;

    /// <summary>Asks one plugin. Every way of not getting an answer is an answer of its own, and the caller parks its case.</summary>
    Task<PluginAnswer<TResult>> DecideAsync<TCapability, TResult>(
        string pluginId, Func<TCapability, CancellationToken, Task<TResult>> call, CancellationToken cancellationToken)
        where TCapability : class;
}

/// <summary>What came of asking a plugin. A closed set.</summary>
public abstract record PluginAnswer<T>
{
    private PluginAnswer()
    {
    }

    public sealed record Answered(T Value) : PluginAnswer<T>;

    /// <summary>The plugin is not running here, does not have the capability, or has as many calls under way as it may have: nothing was called.</summary>
    public sealed record NotRunning(string Reason) : PluginAnswer<T>;

    /// <summary>It threw. Whether it had an effect is unknown.</summary>
    public sealed record Failed(string Reason) : PluginAnswer<T>;

    /// <summary>It did not answer in time. Whether it had an effect is unknown.</summary>
    public sealed record TimedOut(TimeSpan After) : PluginAnswer<T>;
}

/// <summary>Hears of plugins that run or stop on this node. Implemented by modules; called outside of any transaction, in a scope of its own.</summary>
public interface IPluginObserver
{
    /// <summary>The generation answers calls now. May be called again for the same plugin (restart, upgrade, another node). An exception is logged and shown as the plugin's trouble; the plugin runs on.</summary>
    Task OnRunningAsync(string pluginId, CancellationToken cancellationToken);

    Task OnStoppedAsync(string pluginId, CancellationToken cancellationToken);
}
