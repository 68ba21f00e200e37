using BroadbandHub.Sdk;

namespace App.NetworkDisk;

/// <summary>
/// Makes the application ready for a subscription. Without an address there is nothing to call, and nothing to wait for: the subscription is ready at once.
/// </summary>
internal sealed class NetworkDiskProvisioner(NetworkDiskOptions options, NetworkDiskClient client) : IApplicationProvisioner
{
    private static readonly ProvisioningResult Local = new ProvisioningResult.Done("local");

    public Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken) =>
        options.BaseAddress is null ? Task.FromResult(Local) : client.PutAsync(order, cancellationToken);

    public Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken) =>
        options.BaseAddress is null ? Task.FromResult(Local) : client.GetAsync(operationId, cancellationToken);
}
