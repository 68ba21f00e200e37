using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Sdk.Web.Components;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Orders.Subscriptions;

/// <summary>Subscriptions, newest first, by cursor: the cursor is the last subscription's id.</summary>
internal static class ListSubscriptions
{
    public const int MostAtOnce = 200;

    public sealed record Query(SubscriptionId? After, int Limit, EnterpriseId? Enterprise, ProductId? Product, string? State, int Skip = 0, string? Sort = null) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<SubscriptionJson> Items, string? Next, int Total);

    public sealed class Handler(SubscriptionScope scope, IOrganisations organisations, ICatalog catalog) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var subscriptions = (await scope.SeenAsync(cancellationToken)).AsNoTracking();
            if (!string.IsNullOrEmpty(query.State))
            {
                if (!Enum.TryParse<SubscriptionState>(query.State, ignoreCase: true, out var state) || !Enum.IsDefined(state) || char.IsDigit(query.State[0]))
                {
                    return HubError.Invalid("subscription.unknown_state", "The state is provisioning, active, ending, ended, refused or withdrawn.", "state");
                }

                subscriptions = subscriptions.Where(s => s.State == state);
            }

            if (query.Enterprise is { } enterprise)
            {
                subscriptions = subscriptions.Where(s => s.EnterpriseId == enterprise);
            }

            if (query.Product is { } product)
            {
                subscriptions = subscriptions.Where(s => s.ProductId == product);
            }

            var total = await subscriptions.CountAsync(cancellationToken);
            if (query.After is { } after)
            {
                subscriptions = subscriptions.Where(s => IdOrder.Compare(s.Id, after) < 0);
            }

            var found = await Sorted(subscriptions, SortOf(query.Sort)).Skip(query.Skip).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            var enterprises = await organisations.FindEnterprisesAsync([.. page.Select(s => s.EnterpriseId).Distinct()], cancellationToken);
            var products = await catalog.FindProductsAsync([.. page.Select(s => s.ProductId).Distinct()], cancellationToken);
            return new Result(
                [.. page.Select(s => SubscriptionJson.Of(s, enterprises.GetValueOrDefault(s.EnterpriseId)?.Name, products.GetValueOrDefault(s.ProductId)?.Name))],
                found.Count > query.Limit ? page[^1].Id.ToString() : null,
                total);
        }
    }

    /// <summary>The order of the page's list; the API's is always newest first, which its cursor relies on.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "-opened", "opened", "state", "starts", "ends");

    private static IQueryable<Subscription> Sorted(IQueryable<Subscription> subscriptions, ListSort sort) => (sort.Key, sort.Descending) switch
    {
        ("state", false) => subscriptions.OrderBy(s => s.State).ThenByDescending(s => s.Id),
        ("state", true) => subscriptions.OrderByDescending(s => s.State).ThenByDescending(s => s.Id),
        ("starts", false) => subscriptions.OrderBy(s => s.StartsOn).ThenByDescending(s => s.Id),
        ("starts", true) => subscriptions.OrderByDescending(s => s.StartsOn).ThenByDescending(s => s.Id),
        ("ends", false) => subscriptions.OrderBy(s => s.EndsOn).ThenByDescending(s => s.Id),
        ("ends", true) => subscriptions.OrderByDescending(s => s.EndsOn).ThenByDescending(s => s.Id),
        (_, false) => subscriptions.OrderBy(s => s.Id),
        _ => subscriptions.OrderByDescending(s => s.Id),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/orders/v1/subscriptions", async (
                    SubscriptionId? cursor, int? limit, EnterpriseId? enterprise, ProductId? product, string? state, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(cursor, limit ?? 50, enterprise, product, state), cancellationToken))
                .ToHttp(found => Results.Ok(new { found.Items, found.Next })))
            .RequireAuthorization(OrdersPermissions.Read)
            .WithTags("Orders").WithSummary("List subscriptions, newest first");
}
