using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>Takes an order back that has not become active: nothing is charged. An application that has heard of it is told to take away what it may have made.</summary>
internal static class WithdrawSubscription
{
    [Logged("orders.subscription.withdrawn")]
    public sealed record Command(SubscriptionId Id) : ICommand<SubscriptionJson>;

    public sealed class Handler(OrdersDb db, SubscriptionScope scope, ProvisioningQueue queue, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<SubscriptionJson>>
    {
        public async Task<Outcome<SubscriptionJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            var subscription = await (await scope.SeenAsync(cancellationToken)).FirstOrDefaultAsync(s => s.Id == command.Id, cancellationToken);
            if (subscription is null)
            {
                return SubscriptionErrors.NotFound(command.Id);
            }

            if (subscription.Withdraw() is { } refused)
            {
                return refused;
            }

            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId);
            var now = clock.GetUtcNow().ToWholeMicros();
            var open = await db.Operations.Where(o => o.SubscriptionId == command.Id && o.State == OperationState.Open).FirstOrDefaultAsync(cancellationToken);
            if (open is not null && open.Withdraw(now))
            {
                // A call that is under way comes back first, or the end could overtake the beginning.
                queue.Add(command.Id, ProvisioningAction.End, open.ClaimedUntil ?? now);
            }

            return SubscriptionJson.Of(subscription);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/v1/subscriptions/{id}/withdraw", async (SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
            .RequireAuthorization(OrdersPermissions.Write)
            .WithTags("Orders").WithSummary("Take back an order that has not become active; nothing is charged");
}
