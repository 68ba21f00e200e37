using BroadbandHub.Catalog.Applications;
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

internal static class CreateProduct
{
    [Logged("catalog.product.created")]
    public sealed record Command(string? ApplicationKey, PartnerId? PartnerId, WordsJson? Name, WordsJson? Description) : ICommand<ProductJson>;

    public sealed class Handler(CatalogDb db, IOrganisations organisations, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<ProductJson>>
    {
        public async Task<Outcome<ProductJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            var refused = WordsJson.Check(command.Name, "name", Product.MostName)
                ?? WordsJson.CheckOptional(command.Description, "description", Product.MostDescription);
            if (refused is not null)
            {
                return refused;
            }

            var known = DescriptorRules.IsApplicationKey(command.ApplicationKey)
                && await db.Applications.AnyAsync(a => a.Key == command.ApplicationKey, cancellationToken);
            if (!known)
            {
                return HubError.Invalid(
                    "product.unknown_application", "There is no such application. Enable the plugin that brings it first.", "applicationKey");
            }

            if (command.PartnerId is { } partner)
            {
                if (await organisations.FindPartnerAsync(partner, cancellationToken) is not { } found)
                {
                    return HubError.Invalid("product.unknown_partner", "There is no such partner.", "partnerId");
                }

                if (!found.IsActive)
                {
                    return HubError.Conflict("product.partner_not_active", $"“{found.Name}” is not an active partner now.") with { Field = "partnerId" };
                }
            }

            var name = command.Name!.ToLocalText();
            var product = new Product
            {
                Id = ProductId.New(clock),
                ApplicationKey = command.ApplicationKey!,
                PartnerId = command.PartnerId,
                NameEn = name.English,
                NameZh = name.Chinese,
                DescriptionEn = command.Description?.En?.Trim(),
                DescriptionZh = command.Description?.Zh?.Trim(),
                CreatedAt = clock.GetUtcNow().ToWholeMicros(),
            };
            db.Products.Add(product);
            changes.This.About("product", product.Id, product.NameEn).Of(product.PartnerId).With("application", product.ApplicationKey).With("name", name);
            return ProductJson.Of(product);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/catalog/v1/products", async (Command body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(body, cancellationToken)).ToHttp(product => Results.Created($"/catalog/v1/products/{product.Id}", product)))
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Create a product, as a draft");
}
