using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Plans;

/// <summary>Makes a draft the plan that is sold. Running subscriptions keep the version they have.</summary>
internal static class PublishPlan
{
    [Logged("catalog.plan.published")]
    public sealed record Command(PlanVersionId Id) : ICommand<PlanJson>;

    public sealed class Handler(CatalogDb db, PlanFacts facts, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<PlanJson>>
    {
        public async Task<Outcome<PlanJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            var (plan, product) = await facts.LockAsync(command.Id, cancellationToken);
            if (plan is null || product is null)
            {
                return PlanErrors.NotFound(command.Id);
            }

            if ((plan.Publish(clock.GetUtcNow()) ?? product.Sell(plan.Id)) is { } refused)
            {
                return refused;
            }

            changes.This.About("plan", plan.Id, FormattableString.Invariant($"{product.NameEn} #{plan.Number}")).Of(product.PartnerId);
            var priced = PlanDocument.Read(plan.Components).Select(MeterOf).OfType<string>().ToHashSet(StringComparer.Ordinal);
            await db.LockApplicationAsync(product.ApplicationKey, cancellationToken);
            var meters = await db.Meters.Where(m => m.ApplicationKey == product.ApplicationKey).ToListAsync(cancellationToken);
            foreach (var meter in meters.Where(m => priced.Contains(m.Key)))
            {
                meter.IsPriced = true;
            }

            return PlanJson.Of(plan);
        }

        private static string? MeterOf(PriceComponent component) => component switch
        {
            PerUnit unit => unit.MeterKey,
            GraduatedTiers tiers => tiers.MeterKey,
            _ => null,
        };
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/catalog/v1/plans/{id}/publish", async (PlanVersionId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
            .RequireAuthorization(CatalogPermissions.WriteProducts)
            .WithTags("Catalog").WithSummary("Publish a draft: it becomes immutable and is what new subscriptions get");
}
