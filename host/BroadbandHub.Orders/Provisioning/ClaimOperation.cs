using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>Takes a due operation, so that nobody else asks at the same time.</summary>
internal static class ClaimOperation
{
    /// <summary>Longer than a call may take. After a crash it is asked again then, with the same id.</summary>
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    [NotLogged("Bookkeeping of the hub itself: what the application answers is logged.")]
    public sealed record Command(OperationId Id) : ICommand<Claimed>;

    public sealed record Claimed(Subscription Subscription, Operation Operation);

    public sealed class Handler(OrdersDb db, TimeProvider clock) : IRequestHandler<Command, Outcome<Claimed>>
    {
        public async Task<Outcome<Claimed>> Handle(Command command, CancellationToken cancellationToken)
        {
            var now = clock.GetUtcNow();
            DateTimeOffset? until = now + Claim;
            var taken = await db.Operations
                .Where(o => o.Id == command.Id && o.State == OperationState.Open && o.NextAttemptAt <= now && (o.ClaimedUntil == null || o.ClaimedUntil <= now))
                .ExecuteUpdateAsync(set => set.SetProperty(o => o.ClaimedUntil, until), cancellationToken);
            if (taken == 0)
            {
                return HubError.Conflict("operation.not_due", "The operation is not due, or somebody else has it.");
            }

            var operation = await db.Operations.AsNoTracking().FirstAsync(o => o.Id == command.Id, cancellationToken);
            return new Claimed(await db.Subscriptions.AsNoTracking().FirstAsync(s => s.Id == operation.SubscriptionId, cancellationToken), operation);
        }
    }
}
