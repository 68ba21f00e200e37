using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BroadbandHub.PluginHost;

/// <summary>
/// Degraded when a plugin that operators want does not run on this node; the host itself is fine then. "Degraded" answers 200: a load balancer that took a node
/// out for one bad plugin would take out all of them, since the plugin is as bad everywhere. Only a database that cannot be asked is unhealthy (503).
/// </summary>
internal sealed class PluginHostHealth(PluginStore store, PluginRuntime runtime) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var wanted = (await store.DesiredAsync(cancellationToken)).Where(d => d.Enabled).Select(d => d.PluginId);
        var missing = wanted
            .Select(id => (Id: id, State: runtime.State(id)))
            .Where(p => p.State?.Status != PluginStatus.Running)
            .ToDictionary(p => p.Id, p => (object)(p.State?.Reason ?? p.State?.Status.ToString() ?? "not started yet"), StringComparer.Ordinal);
        return missing.Count == 0
            ? HealthCheckResult.Healthy("All wanted plugins run.")
            : HealthCheckResult.Degraded($"Not running: {string.Join(", ", missing.Keys)}.", data: missing);
    }
}
