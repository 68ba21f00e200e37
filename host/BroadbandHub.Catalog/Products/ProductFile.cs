using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk.Web;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using static BroadbandHub.Catalog.CatalogTexts;

namespace BroadbandHub.Catalog.Products;

/// <summary>The list of products as a file: for each reader those that he sees.</summary>
internal static class ProductFile
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        foreach (var path in (string[])["/console/products.csv", "/partner/products.csv"])
        {
            routes.MapGet(path, (string? q, string? state, string? sort, IMediator mediator, CancellationToken cancellationToken) => CsvFile.Of(
                    "products.csv",
                    [
                        new(T["product.name_en"], p => p.Name.En), new(T["product.name_zh"], p => p.Name.Zh), new(T["product.application"], p => p.ApplicationKey),
                        new(T["products.state"], p => T["product." + p.State]), new(T["product.created"], p => p.CreatedAt), new(T["product.id"], p => p.Id),
                    ],
                    ReadAsync(mediator, q, ListProducts.StateOf(state), sort, cancellationToken)))
                .RequireAuthorization(CatalogPermissions.ReadProducts).ExcludeFromDescription();
        }
    }

    private static async IAsyncEnumerable<ProductJson> ReadAsync(
        IMediator mediator, string? search, ProductState? state, string? sort, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        for (var skip = 0; ; skip += ListProducts.MostAtOnce)
        {
            var found = (await mediator.Send(new ListProducts.Query(null, ListProducts.MostAtOnce, search, state, skip, sort), cancellationToken)).Value;
            foreach (var product in found.Items)
            {
                yield return product;
            }

            if (found.Next is null)
            {
                yield break;
            }
        }
    }
}
