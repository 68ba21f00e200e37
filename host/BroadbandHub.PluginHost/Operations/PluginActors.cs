using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.State;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.Operations;

internal sealed class PluginActors(PluginsDb db) : IPluginActors
{
    private const string Nobody = "–";

    public async Task ForgetAsync(string name, CancellationToken cancellationToken)
    {
        await db.Desired.Where(d => d.ChangedBy == name).ExecuteUpdateAsync(set => set.SetProperty(d => d.ChangedBy, Nobody), cancellationToken);
        await db.Changes.Where(c => c.By == name).ExecuteUpdateAsync(set => set.SetProperty(c => c.By, Nobody), cancellationToken);
    }
}
