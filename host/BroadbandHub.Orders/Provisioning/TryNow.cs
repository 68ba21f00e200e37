using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Provisioning;

/// <summary>Asks the application now instead of at the next planned time. An end that was refused is ordered anew.</summary>
internal static class TryNow
{
    [Logged("orders.operation.tried_now")]
    public sealed record Command(SubscriptionId Id) : ICommand<Done>;

    public sealed class Handler(OrdersDb db, SubscriptionScope scope, ProvisioningQueue queue, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<Done>>
    {
        public async Task<Outcome<Done>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            var subscription = await (await scope.SeenAsync(cancellationToken)).FirstOrDefaultAsync(s => s.Id == command.Id, cancellationToken);
            if (subscription is null)
            {
                return SubscriptionErrors.NotFound(command.Id);
            }

            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId);
            var now = clock.GetUtcNow().ToWholeMicros();
            DateTimeOffset? planned = subscription.State switch
            {
                SubscriptionState.Ending => subscription.EndsAt,
                SubscriptionState.Withdrawn => null,
                _ => subscription.StartsAt,
            };
            if (planned > now)
            {
                return HubError.Conflict("operation.too_early", "Its day has not come yet; the application is asked then.");
            }

            var operation = await db.Operations.Where(o => o.SubscriptionId == command.Id && o.State == OperationState.Open).FirstOrDefaultAsync(cancellationToken);
            if (operation is null && subscription.State != SubscriptionState.Ending)
            {
                return HubError.Conflict("operation.nothing_open", "The application is not being asked for anything.");
            }

            if (operation is null)
            {
                queue.Add(command.Id, ProvisioningAction.End, now);
                return Done.Instance;
            }

            operation.NextAttemptAt = now;
            queue.WakeAfterCommit();
            return Done.Instance;
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/v1/subscriptions/{id}/try-now", async (SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp(_ => Results.Accepted()))
            .RequireAuthorization(OrdersPermissions.Write)
            .WithTags("Orders").WithSummary("Ask the application now instead of at the next planned time");
}
