using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>A subscription with all that its application was asked and said.</summary>
internal static class GetSubscription
{
    public sealed record Query(SubscriptionId Id) : IQuery<SubscriptionJson>;

    public sealed class Handler(OrdersDb db, SubscriptionScope scope, IOrganisations organisations, ICatalog catalog) : IRequestHandler<Query, Outcome<SubscriptionJson>>
    {
        public async Task<Outcome<SubscriptionJson>> Handle(Query query, CancellationToken cancellationToken)
        {
            var subscription = await (await scope.SeenAsync(cancellationToken)).AsNoTracking().FirstOrDefaultAsync(s => s.Id == query.Id, cancellationToken);
            if (subscription is null)
            {
                return SubscriptionErrors.NotFound(query.Id);
            }

            var enterprise = await organisations.FindEnterpriseAsync(subscription.EnterpriseId, cancellationToken);
            var product = await catalog.FindProductAsync(subscription.ProductId, cancellationToken);
            var operations = await db.Operations.AsNoTracking().Where(o => o.SubscriptionId == query.Id).OrderBy(o => o.CreatedAt).ToListAsync(cancellationToken);
            var ids = operations.ConvertAll(o => o.Id);
            var attempts = (await db.Attempts.AsNoTracking().Where(a => ids.Contains(a.OperationId)).OrderBy(a => a.Id).ToListAsync(cancellationToken))
                .ToLookup(a => a.OperationId);
            return SubscriptionJson.Of(subscription, enterprise?.Name, product?.Name, [.. operations.Select(o => OperationJson.Of(o, attempts[o.Id]))]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/orders/v1/subscriptions/{id}", async (SubscriptionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(OrdersPermissions.Read)
            .WithTags("Orders").WithSummary("Look a subscription up, with its provisioning history");
}
