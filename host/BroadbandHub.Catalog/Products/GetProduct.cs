using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
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

/// <summary>A product with its plan versions, newest first. Drafts are the operator's and the partner's business.</summary>
internal static class GetProduct
{
    public sealed record Query(ProductId Id) : IQuery<ProductJson>;

    public sealed class Handler(CatalogDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<ProductJson>>
    {
        public async Task<Outcome<ProductJson>> Handle(Query query, CancellationToken cancellationToken)
        {
            var product = await db.Products.AsNoTracking().SeenBy(user).FirstOrDefaultAsync(p => p.Id == query.Id, cancellationToken);
            if (product is null)
            {
                return ProductErrors.NotFound(query.Id);
            }

            var drafts = user.Audience is Audience.Operator or Audience.Partner;
            var plans = await db.Plans.AsNoTracking()
                .Where(p => p.ProductId == query.Id && (drafts || p.State == PlanState.Published))
                .OrderByDescending(p => p.Number).ToListAsync(cancellationToken);
            return ProductJson.Of(product, [.. plans.Select(PlanJson.Of)]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/products/{id}", async (ProductId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.ReadProducts)
            .WithTags("Catalog").WithSummary("Look a product up, with its plan versions");
}
