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

namespace BroadbandHub.Catalog.Products;

/// <summary>Products, newest first, by cursor: the cursor is the last product's id.</summary>
internal static class ListProducts
{
    public const int MostAtOnce = 200;

    public sealed record Query(ProductId? After, int Limit, string? Search, ProductState? State, int Skip = 0) : IQuery<Result>;

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

            var found = await products.OrderByDescending(p => p.Id).Skip(query.Skip).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            return new Result([.. page.Select(p => ProductJson.Of(p))], found.Count > query.Limit ? page[^1].Id.ToString() : null, total);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/products", async (ProductId? cursor, int? limit, string? search, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(cursor, limit ?? 50, search, null), cancellationToken))
                .ToHttp(found => Results.Ok(new { found.Items, found.Next })))
            .RequireAuthorization(CatalogPermissions.ReadProducts)
            .WithTags("Catalog").WithSummary("List products, newest first");
}
