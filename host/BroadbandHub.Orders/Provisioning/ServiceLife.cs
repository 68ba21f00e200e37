using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>The turns in a subscription's life that others hear of: other modules in the same transaction, plugins through the outbox.</summary>
internal sealed class ServiceLife(IMediator mediator, IOutbox outbox, TimeProvider clock)
{
    public async Task<HubError?> ActivateAsync(Subscription s, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        if (s.Activate(now) is { } refused)
        {
            return refused;
        }

        await mediator.Publish(new ServiceStarted(s.Id, s.EnterpriseId, s.ProductId, s.PlanVersionId, s.ApplicationKey, s.StartsAt), cancellationToken);
        await outbox.AddAsync(new SubscriptionActivated(s.Id, s.EnterpriseId, s.ProductId, s.ApplicationKey, s.StartsAt, now), cancellationToken);
        return null;
    }

    /// <summary>The end is decided. Charging stops there even when the application takes longer to take the service away.</summary>
    public async Task<HubError?> EndAsync(Subscription s, DateOnly on, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (s.End(on, at) is { } refused)
        {
            return refused;
        }

        await mediator.Publish(new ServiceEnded(s.Id, at), cancellationToken);
        return null;
    }

    public async Task<HubError?> FinishAsync(Subscription s, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        if (s.Finish(now) is { } refused)
        {
            return refused;
        }

        await outbox.AddAsync(new SubscriptionEnded(s.Id, s.EnterpriseId, s.ApplicationKey, s.EndsAt!.Value, now), cancellationToken);
        return null;
    }
}
