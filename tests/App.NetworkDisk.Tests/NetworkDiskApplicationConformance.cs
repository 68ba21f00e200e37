using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Testing;

namespace App.NetworkDisk.Tests;

public sealed class NetworkDiskApplicationConformance : ApplicationConformance
{
    protected override IApplication CreateApplication() =>
        new NetworkDiskApplication(new NetworkDiskOptions(new Uri("https://disk.example/"), "key", TimeSpan.FromSeconds(20)));
}
