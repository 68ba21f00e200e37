using BroadbandHub.PluginHost.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Tells the modules of the host that a plugin runs or has stopped on this node.</summary>
internal sealed class Observers(IServiceScopeFactory scopes, IOptions<PluginHostOptions> options, TimeProvider clock, ILogger<Observers> logger)
{
    /// <summary>Null, or a sentence on what went wrong in a module.</summary>
    public Task<string?> RunningAsync(string pluginId, CancellationToken cancellationToken) =>
        TellAsync(pluginId, (observer, token) => observer.OnRunningAsync(pluginId, token), cancellationToken);

    public Task StoppedAsync(string pluginId, CancellationToken cancellationToken) =>
        TellAsync(pluginId, (observer, token) => observer.OnStoppedAsync(pluginId, token), cancellationToken);

    private async Task<string?> TellAsync(string pluginId, Func<IPluginObserver, CancellationToken, Task> tell, CancellationToken cancellationToken)
    {
        string? trouble = null;
        int count;
        await using (var counting = scopes.CreateAsyncScope())
        {
            count = counting.ServiceProvider.GetServices<IPluginObserver>().Count();
        }

        for (var i = 0; i < count; i++)
        {
            // A scope for each: one that failed half-way leaves nothing behind for the next.
            await using var scope = scopes.CreateAsyncScope();
            var observer = scope.ServiceProvider.GetServices<IPluginObserver>().ElementAt(i);
            try
            {
                await tell(observer, cancellationToken).WaitAsync(options.Value.CallLimit, clock, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogError(e, "{Observer} failed on news of the plugin {plugin}", observer.GetType().Name, pluginId);
                trouble = $"It runs, but the hub could not take over what it offers: {e.Message}";
            }
        }

        return trouble;
    }
}
