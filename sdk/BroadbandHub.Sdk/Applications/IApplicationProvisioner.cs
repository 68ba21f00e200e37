namespace BroadbandHub.Sdk;

/// <summary>
/// The capability <c>application-provisioner</c>: makes an application ready for a subscription, changes it, takes it away. You implement
/// it; it never gains members.
/// </summary>
public interface IApplicationProvisioner
{
    /// <summary>
    /// Carries out an order at the application. The host calls it from a job, on a pool thread, with a time limit (30 seconds unless configured), never inside
    /// a transaction. It may be called again with the same <see cref="ProvisioningOrder.OperationId"/> (after a crash or an unknown answer) and
    /// must then have no second effect and answer alike. An exception or a passed limit counts as <see cref="ProvisioningResult.Unknown"/>.
    /// </summary>
    Task<ProvisioningResult> ApplyAsync(ProvisioningOrder order, CancellationToken cancellationToken);

    /// <summary>
    /// What became of an operation. The host calls it with back-off (1 minute doubling to 1 hour) while an answer is
    /// <see cref="ProvisioningResult.Pending"/> or <see cref="ProvisioningResult.Unknown"/>.
    /// </summary>
    Task<ProvisioningResult> QueryAsync(OperationId operationId, CancellationToken cancellationToken);
}
