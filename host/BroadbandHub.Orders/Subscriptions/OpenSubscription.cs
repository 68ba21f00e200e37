using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>Orders a product for an enterprise. Its application is asked to make it ready right after.</summary>
internal static class OpenSubscription
{
    public const int MostMonthsAway = 24;

    public sealed record Body(EnterpriseId? EnterpriseId, ProductId? ProductId, PlanVersionId? PlanVersionId, DateOnly? StartsOn);

    /// <param name="Body">What is ordered.</param>
    /// <param name="IdempotencyKey">The caller's key: a repeated order under it is the same order.</param>
    /// <param name="ByHub">The hub orders for itself (demo data); no user is asking.</param>
    [Logged("orders.subscription.opened")]
    public sealed record Command(Body Body, string? IdempotencyKey, bool ByHub = false) : ICommand<SubscriptionJson>;

    public sealed class Handler(OrdersDb db, OrderRules rules, ICustomers customers, ServiceLife life, ProvisioningQueue queue, ICurrentUser user, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<SubscriptionJson>>
    {
        public async Task<Outcome<SubscriptionJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            var caller = command.ByHub ? "hub" : user.PersonId?.ToString() ?? user.ClientId ?? "hub";
            if (command.IdempotencyKey is { } key && await RepeatedAsync(caller, key, command.Body, cancellationToken) is { } repeated)
            {
                changes.This.Nothing();
                return repeated;
            }

            var checkedOrder = await rules.CheckAsync(command.Body, command.ByHub, cancellationToken);
            if (!checkedOrder.IsOk)
            {
                return checkedOrder.Error;
            }

            var order = checkedOrder.Value;
            if (await customers.TakeForOrderAsync(order.EnterpriseId, cancellationToken) is { } notServed)
            {
                return notServed;
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            var subscription = new Subscription
            {
                Id = SubscriptionId.New(clock),
                EnterpriseId = order.EnterpriseId,
                ProductId = order.Product.Id,
                PlanVersionId = order.PlanVersionId,
                ApplicationKey = order.Product.ApplicationKey,
                StartsOn = order.StartsOn,
                StartsAt = order.StartsAt,
                OpenedBy = caller,
                CreatedAt = now,
            };
            db.Subscriptions.Add(subscription);
            changes.This.About("subscription", subscription.Id, subscription.ApplicationKey).Of(subscription.EnterpriseId).With("product", order.Product.Name).With("starts_on", subscription.StartsOn);
            if (command.IdempotencyKey is { } used)
            {
                db.UsedKeys.Add(new UsedKey { Caller = caller, Key = used, Content = Hash(command.Body), SubscriptionId = subscription.Id, UsedAt = now });
            }

            if (!order.NeedsProvisioning && order.StartsAt <= now)
            {
                return await life.ActivateAsync(subscription, cancellationToken) is { } refused ? refused : SubscriptionJson.Of(subscription);
            }

            var operation = queue.Add(subscription.Id, ProvisioningAction.Activate, order.StartsAt);
            return SubscriptionJson.Of(subscription, operations: [OperationJson.Of(operation, [])]);
        }

        private async Task<Outcome<SubscriptionJson>?> RepeatedAsync(string caller, string key, Body body, CancellationToken cancellationToken)
        {
            if (key.Length is 0 or > 200)
            {
                return HubError.Invalid("idempotency.bad_key", "An Idempotency-Key has 1 to 200 characters.");
            }

            var used = await db.UsedKeys.AsNoTracking().FirstOrDefaultAsync(k => k.Caller == caller && k.Key == key, cancellationToken);
            if (used is null)
            {
                return null;
            }

            return used.Content != Hash(body)
                ? HubError.Conflict("idempotency.other_content", "This Idempotency-Key was used for another order. Use a new key for a new order.")
                : SubscriptionJson.Of(await db.Subscriptions.AsNoTracking().FirstAsync(s => s.Id == used.SubscriptionId, cancellationToken));
        }

        private static string Hash(Body body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
            FormattableString.Invariant($"{body.EnterpriseId}|{body.ProductId}|{body.PlanVersionId}|{body.StartsOn:yyyy-MM-dd}"))));
    }

    /// <summary>Sends the order. Two orders under one key at the same moment: the database lets one in, and the other one is asked again and finds it.</summary>
    public static async Task<Outcome<SubscriptionJson>> SendAsync(IMediator mediator, Command command, CancellationToken cancellationToken)
    {
        try
        {
            return await mediator.Send(command, cancellationToken);
        }
        catch (DbUpdateException) when (command.IdempotencyKey is not null)
        {
            return await mediator.Send(command, cancellationToken);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/orders/v1/subscriptions", async (
                    Body body, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, IMediator mediator, CancellationToken cancellationToken) =>
                (await SendAsync(mediator, new Command(body, idempotencyKey), cancellationToken))
                .ToHttp(s => Results.Created($"/orders/v1/subscriptions/{s.Id}", s)))
            .RequireAuthorization(OrdersPermissions.Write)
            .WithTags("Orders").WithSummary("Open a subscription");
}
