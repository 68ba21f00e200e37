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

namespace BroadbandHub.Catalog.Products;

/// <summary>Products, newest first, by cursor: the cursor is the last product's id.</summary>
internal static class ListProducts
{
    public const int MostAtOnce = 200;

    public sealed record Query(ProductId? After, int Limit, string? Search, ProductState? State, int Skip = 0, string? Sort = null) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<ProductJson> Items, string? Next, int Total);

    public sealed class Handler(CatalogDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var products = db.Products.AsNoTracking().SeenBy(user);
            if (query.State is { } state)
            {
                products = products.Where(p => p.State == state);
            }

            if (!string.IsNullOrWhiteSpace(query.Search))
            {
                var word = query.Search.Trim().ToLowerInvariant();
                products = products.Where(p => p.NameEn.ToLower().Contains(word) || p.NameZh!.ToLower().Contains(word) || p.ApplicationKey.Contains(word));
            }

            var total = await products.CountAsync(cancellationToken);
            if (query.After is { } after)
            {
                products = products.Where(p => IdOrder.Compare(p.Id, after) < 0);
            }

            var found = await Sorted(products, SortOf(query.Sort)).Skip(query.Skip).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            return new Result([.. page.Select(p => ProductJson.Of(p))], found.Count > query.Limit ? page[^1].Id.ToString() : null, total);
        }
    }

    /// <summary>The order of the page's list; the API's is always newest first, which its cursor relies on.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "-created", "name", "application", "state", "created");

    public static ProductState? StateOf(string? word) =>
        word switch { "draft" => ProductState.Draft, "published" => ProductState.Published, "retired" => ProductState.Retired, _ => null };

    private static IQueryable<Product> Sorted(IQueryable<Product> products, ListSort sort) => (sort.Key, sort.Descending) switch
    {
        ("name", false) => products.OrderBy(p => p.NameEn).ThenByDescending(p => p.Id),
        ("name", true) => products.OrderByDescending(p => p.NameEn).ThenByDescending(p => p.Id),
        ("application", false) => products.OrderBy(p => p.ApplicationKey).ThenByDescending(p => p.Id),
        ("application", true) => products.OrderByDescending(p => p.ApplicationKey).ThenByDescending(p => p.Id),
        ("state", false) => products.OrderBy(p => p.State).ThenByDescending(p => p.Id),
        ("state", true) => products.OrderByDescending(p => p.State).ThenByDescending(p => p.Id),
        (_, false) => products.OrderBy(p => p.Id),
        _ => products.OrderByDescending(p => p.Id),
    };

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/products", async (ProductId? cursor, int? limit, string? search, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(cursor, limit ?? 50, search, null), cancellationToken))
                .ToHttp(found => Results.Ok(new { found.Items, found.Next })))
            .RequireAuthorization(CatalogPermissions.ReadProducts)
            .WithTags("Catalog").WithSummary("List products, newest first");
}
