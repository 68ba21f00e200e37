using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Plans;

/// <summary>Makes a new draft version of a product's prices, or changes one.</summary>
internal static class DraftPlan
{
    /// <param name="Product">Whose prices.</param>
    /// <param name="Plan">The draft to change, or null for a new version.</param>
    /// <param name="Input">What it says.</param>
    /// <param name="Seen">The revision of the draft that the editor began with; when it is another one by now, nothing is saved.</param>
    [Logged("catalog.plan.drafted")]
    public sealed record Command(ProductId? Product, PlanVersionId? Plan, PlanInput Input, string? Seen = null) : ICommand<PlanJson>;

    public sealed class Handler(CatalogDb db, PlanFacts facts, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<PlanJson>>
    {
        public async Task<Outcome<PlanJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.Plan is { } planId)
            {
                return await ChangeAsync(planId, command.Input, command.Seen, cancellationToken);
            }

            var productId = command.Product!.Value;
            await db.LockProductAsync(productId, cancellationToken);
            var product = await db.Products.FirstOrDefaultAsync(p => p.Id == productId, cancellationToken);
            if (product is null)
            {
                return ProductErrors.NotFound(productId);
            }

            if (product.State == ProductState.Retired)
            {
                return ProductErrors.Retired;
            }

            var (valid, errors) = await facts.CheckAsync(product.ApplicationKey, command.Input, cancellationToken);
            if (valid is null)
            {
                return errors[0];
            }

            var plan = new Plan
            {
                Id = PlanVersionId.New(clock),
                ProductId = productId,
                Number = product.NextPlanNumber(),
                CurrencyCode = valid.CurrencyCode,
                Rounding = valid.Rounding,
                Components = PlanDocument.Write(valid.Components),
                CreatedAt = clock.GetUtcNow().ToWholeMicros(),
            };
            db.Plans.Add(plan);
            changes.This.About("plan", plan.Id, FormattableString.Invariant($"{product.NameEn} #{plan.Number}")).Of(product.PartnerId).With("currency", plan.CurrencyCode).With("components", plan.Components);
            return PlanJson.Of(plan);
        }

        private async Task<Outcome<PlanJson>> ChangeAsync(PlanVersionId planId, PlanInput input, string? seen, CancellationToken cancellationToken)
        {
            var (plan, product) = await facts.LockAsync(planId, cancellationToken);
            if (plan is null || product is null)
            {
                return PlanErrors.NotFound(planId);
            }

            var (valid, errors) = await facts.CheckAsync(product.ApplicationKey, input, cancellationToken);
            if (valid is null)
            {
                return errors[0];
            }

            var before = plan.Components;
            changes.This.As("catalog.plan.edited").About("plan", plan.Id, FormattableString.Invariant($"{product.NameEn} #{plan.Number}")).Of(product.PartnerId)
                .Field("components", before, PlanDocument.Write(valid.Components));
            return plan.Edit(valid, seen) is { } refused ? refused : PlanJson.Of(plan);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/catalog/v1/products/{id}/plans", async (ProductId id, PlanInput body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, null, body), cancellationToken)).ToHttp(plan => Results.Created($"/catalog/v1/plans/{plan.Id}", plan)))
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Draft a new version of a product's price plan");
        routes.MapPut("/catalog/v1/plans/{id}", async (
                    PlanVersionId id, PlanInput body, [FromHeader(Name = "If-Match")] string? ifMatch, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(null, id, body, string.IsNullOrEmpty(ifMatch) || ifMatch == "*" ? null : ifMatch.Trim('"')), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Change a draft of a price plan; with If-Match (the revision that was read) only when nobody else has changed it since");
    }
}
