using BroadbandHub.Sdk;
using Microsoft.Extensions.DependencyInjection;

namespace App.NetworkDisk;

/// <summary>The entry: wiring only.</summary>
public sealed class NetworkDiskPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddSingleton(NetworkDiskOptions.From(setup.Settings));
        setup.Services.AddScoped<NetworkDiskClient>();
        setup.Provide<IApplication, NetworkDiskApplication>();
        setup.Provide<IApplicationProvisioner, NetworkDiskProvisioner>();
        setup.Handle<PartnerSuspended, PartnerNotices>().Handle<PartnerResumed, PartnerNotices>().Handle<PartnerLeft, PartnerNotices>();
    }
}
