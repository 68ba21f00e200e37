using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
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

/// <summary>Decides the end of a subscription: charged until the day, exclusive; its application takes it away from then on.</summary>
internal static class EndSubscription
{
    public sealed record Body(DateOnly? EndsOn);

    [Logged("orders.subscription.end_set")]
    public sealed record Command(SubscriptionId Id, DateOnly? EndsOn) : ICommand<SubscriptionJson>;

    public sealed class Handler(
        OrdersDb db, SubscriptionScope scope, EndRules rules, ServiceLife life, IApplications applications, ProvisioningQueue queue, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<SubscriptionJson>>
    {
        public async Task<Outcome<SubscriptionJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            var subscription = await (await scope.SeenAsync(cancellationToken)).FirstOrDefaultAsync(s => s.Id == command.Id, cancellationToken);
            if (subscription is null)
            {
                return SubscriptionErrors.NotFound(command.Id);
            }

            var end = rules.Check(subscription, command.EndsOn);
            if (!end.IsOk)
            {
                return end.Error;
            }

            if (await life.EndAsync(subscription, end.Value.On, end.Value.At, cancellationToken) is { } refused)
            {
                return refused;
            }

            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).With("ends_on", end.Value.On);
            var application = await applications.FindAsync(subscription.ApplicationKey, cancellationToken);
            if (application is { HasProvisioner: false } && end.Value.At <= clock.GetUtcNow())
            {
                return await life.FinishAsync(subscription, cancellationToken) is { } unfinished ? unfinished : SubscriptionJson.Of(subscription);
            }

            var operation = queue.Add(subscription.Id, ProvisioningAction.End, end.Value.At);
            return SubscriptionJson.Of(subscription, operations: [OperationJson.Of(operation, [])]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/v1/subscriptions/{id}/end", async (SubscriptionId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, body.EndsOn), cancellationToken)).ToHttp())
            .RequireAuthorization(OrdersPermissions.Write)
            .WithTags("Orders").WithSummary("End a subscription; the day is the first one that is not charged");
}

/// <summary>On which day a subscription may end.</summary>
internal sealed class EndRules(ICurrentUser user, OperatorCalendar calendar)
{
    public Outcome<(DateOnly On, DateTimeOffset At)> Check(Subscription subscription, DateOnly? endsOn)
    {
        var today = calendar.Today;
        var on = endsOn ?? (subscription.StartsOn > today ? subscription.StartsOn : today).AddDays(1);
        if (on <= subscription.StartsOn)
        {
            return HubError.Invalid("subscription.ends_before_start", $"The subscription starts on {subscription.StartsOn:yyyy-MM-dd}; it ends after that day.", "endsOn");
        }

        if (on > today.AddMonths(OpenSubscription.MostMonthsAway))
        {
            return HubError.Invalid("subscription.end_too_far", $"The end lies at most {OpenSubscription.MostMonthsAway} months ahead.", "endsOn");
        }

        return on < today && !user.Can(OrdersPermissions.Backdate)
            ? HubError.Forbidden("subscription.backdating_forbidden", "You may not end subscriptions in the past. End it today or later.") with { Field = "endsOn" }
            : (on, calendar.StartOf(on));
    }
}
