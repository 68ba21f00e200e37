using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>A plugin that starts is asked at once for what waited only because it was not running.</summary>
internal sealed class ProvisioningObserver(OrdersDb db, IUnitOfWork unitOfWork, IJobs jobs, TimeProvider clock) : IPluginObserver
{
    public async Task OnRunningAsync(string pluginId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var waiting = await unitOfWork.RunAsync(
            () => db.Operations.Where(o => o.State == OperationState.Open && o.LastOutcome == "notRunning" && o.NextAttemptAt > now)
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.NextAttemptAt, now), cancellationToken),
            _ => true,
            cancellationToken);
        if (waiting > 0)
        {
            jobs.Wake(ProvisioningJob.Name);
        }
    }

    public Task OnStoppedAsync(string pluginId, CancellationToken cancellationToken) => Task.CompletedTask;
}
