using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Testing;

namespace App.NetworkDisk.Tests;

public sealed class NetworkDiskProvisionerConformance : ApplicationProvisionerConformance
{
    private FakeNetworkDisk disk = null!;
    private PluginHarness reachable = null!;
    private PluginHarness unreachable = null!;
    private bool away;

    protected override string? Secret => FakeNetworkDisk.Key;

    protected override IReadOnlyCollection<string> LogLines => [.. reachable.Log.Lines, .. unreachable.Log.Lines];

    protected override async ValueTask StartAsync()
    {
        disk = await FakeNetworkDisk.StartAsync();
        reachable = Some.Plugin(disk.Address);
        // Port 9 (discard) of this machine: nobody listens, so connections are refused at once.
        unreachable = Some.Plugin(new Uri("http://127.0.0.1:9/"));
    }

    protected override async ValueTask StopAsync()
    {
        await reachable.DisposeAsync();
        await unreachable.DisposeAsync();
        await disk.DisposeAsync();
    }

    protected override void Behave(ApplicationBehaviour behaviour)
    {
        away = behaviour == ApplicationBehaviour.Unreachable;
        disk.Behaviour = behaviour;
    }

    protected override Task<ProvisioningResult> CallAsync(Func<IApplicationProvisioner, Task<ProvisioningResult>> call) =>
        (away ? unreachable : reachable).CallAsync(call);

    protected override int EffectsOf(OperationId operation) => disk.EffectsOf(operation);

    protected override Task ReceivedAsync(OperationId operation) => disk.ReceivedAsync(operation);

    protected override void PassTimeLimit() => reachable.Clock.Advance(TimeSpan.FromSeconds(30));
}
