using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>Puts operations where the job finds them, and wakes it once they are committed.</summary>
internal sealed class ProvisioningQueue(OrdersDb db, IUnitOfWork unitOfWork, IJobs jobs, TimeProvider clock)
{
    public Operation Add(SubscriptionId subscription, ProvisioningAction action, DateTimeOffset notBefore)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        var operation = new Operation
        {
            Id = OperationId.New(clock),
            SubscriptionId = subscription,
            Action = action,
            NextAttemptAt = notBefore > now ? notBefore : now,
            CreatedAt = now,
        };
        db.Operations.Add(operation);
        WakeAfterCommit();
        return operation;
    }

    public void WakeAfterCommit() => unitOfWork.AfterCommit(() => jobs.Wake(ProvisioningJob.Name));
}
