using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Testing;

namespace App.NetworkDisk.Tests;

internal static class Some
{
    public static ProvisioningOrder Order() => new(
        OperationId.New(TimeProvider.System), ProvisioningAction.Activate, NetworkDiskApplication.Key, SubscriptionId.New(TimeProvider.System),
        EnterpriseId.New(TimeProvider.System), "Acme", ProductId.New(TimeProvider.System));

    public static PluginHarness Plugin(Uri? address, string? key = FakeNetworkDisk.Key, string timeLimit = "20")
    {
        var options = new PluginHarnessOptions();
        options.Settings["baseAddress"] = address?.ToString();
        options.Settings["apiKey"] = key;
        options.Settings["timeLimitSeconds"] = timeLimit;
        return PluginHarness.Start(new NetworkDiskPlugin(), options);
    }
}
