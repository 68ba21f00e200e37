using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Products;

/// <summary>Products for the search box: by a part of the name or of the application's key, or by id.</summary>
internal sealed class ProductSearch(CatalogDb db, IMediator mediator, ICurrentUser user) : ISearchSource
{
    private static readonly LocalText Kind = new("Product", "产品");

    public async Task<IReadOnlyList<SearchHit>> SearchAsync(string words, int most, CancellationToken cancellationToken)
    {
        var place = user.Audience switch { Audience.Operator => "/console/products/", Audience.Partner => "/partner/products/", _ => null };
        if (place is null || !user.Can(CatalogPermissions.ReadProducts))
        {
            return [];
        }

        IReadOnlyList<ProductJson> found = ProductId.TryParse(words, null, out var id)
            ? [.. (await db.Products.AsNoTracking().SeenBy(user).Where(p => p.Id == id).ToListAsync(cancellationToken)).Select(p => ProductJson.Of(p))]
            : (await mediator.Send(new ListProducts.Query(null, Math.Clamp(most, 1, ListProducts.MostAtOnce), words, null), cancellationToken)).Value.Items;
        return [.. found.Select(p => new SearchHit(Kind, "inventory_2", p.Name.ToLocalText().ToString(), p.ApplicationKey, place + p.Id))];
    }
}
