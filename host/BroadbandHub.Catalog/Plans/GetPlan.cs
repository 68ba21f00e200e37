using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Plans;

internal static class GetPlan
{
    public sealed record Query(PlanVersionId Id) : IQuery<PlanJson>;

    public sealed class Handler(CatalogDb db, ICurrentUser user) : IRequestHandler<Query, Outcome<PlanJson>>
    {
        public async Task<Outcome<PlanJson>> Handle(Query query, CancellationToken cancellationToken)
        {
            var drafts = user.Audience is Audience.Operator or Audience.Partner;
            var products = db.Products.SeenBy(user);
            var plan = await db.Plans.AsNoTracking()
                .Where(p => p.Id == query.Id && (drafts || p.State == PlanState.Published) && products.Any(product => product.Id == p.ProductId))
                .FirstOrDefaultAsync(cancellationToken);
            return plan is null ? PlanErrors.NotFound(query.Id) : PlanJson.Of(plan);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/catalog/v1/plans/{id}", async (PlanVersionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.ReadProducts)
            .WithTags("Catalog").WithSummary("Look a plan version up");
}
