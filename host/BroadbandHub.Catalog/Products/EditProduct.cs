using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Products;

/// <summary>Changes a product's texts. Application and partner stay: subscriptions and settlement depend on them.</summary>
internal static class EditProduct
{
    public sealed record Body(WordsJson? Name, WordsJson? Description);

    [Logged("catalog.product.edited")]
    public sealed record Command(ProductId Id, Body Body) : ICommand<ProductJson>;

    public sealed class Handler(CatalogDb db, Changes changes) : IRequestHandler<Command, Outcome<ProductJson>>
    {
        public async Task<Outcome<ProductJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            var refused = WordsJson.Check(command.Body.Name, "name", Product.MostName)
                ?? WordsJson.CheckOptional(command.Body.Description, "description", Product.MostDescription);
            if (refused is not null)
            {
                return refused;
            }

            await db.LockProductAsync(command.Id, cancellationToken);
            var product = await db.Products.FirstOrDefaultAsync(p => p.Id == command.Id, cancellationToken);
            if (product is null)
            {
                return ProductErrors.NotFound(command.Id);
            }

            var name = command.Body.Name!.ToLocalText();
            changes.This.About("product", product.Id, name.English).Of(product.PartnerId).Field("name", new LocalText(product.NameEn, product.NameZh), name)
                .Field("description", product.DescriptionEn, command.Body.Description?.En?.Trim());
            (product.NameEn, product.NameZh) = (name.English, name.Chinese);
            (product.DescriptionEn, product.DescriptionZh) = (command.Body.Description?.En?.Trim(), command.Body.Description?.Zh?.Trim());
            return ProductJson.Of(product);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPut("/catalog/v1/products/{id}", async (ProductId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, body), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Change a product's name and description");
}
