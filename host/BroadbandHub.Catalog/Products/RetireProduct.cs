using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Products;

/// <summary>Takes a product off the market. Its subscriptions go on.</summary>
internal static class RetireProduct
{
    [Logged("catalog.product.retired")]
    public sealed record Command(ProductId Id) : ICommand<ProductJson>;

    public sealed class Handler(CatalogDb db, Changes changes) : IRequestHandler<Command, Outcome<ProductJson>>
    {
        public async Task<Outcome<ProductJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockProductAsync(command.Id, cancellationToken);
            var product = await db.Products.FirstOrDefaultAsync(p => p.Id == command.Id, cancellationToken);
            if (product is null)
            {
                return ProductErrors.NotFound(command.Id);
            }

            changes.This.About("product", product.Id, product.NameEn).Of(product.PartnerId);
            return product.Retire() is { } refused ? refused : ProductJson.Of(product);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/catalog/v1/products/{id}/retire", async (ProductId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Retire a product: no new subscriptions");
}
