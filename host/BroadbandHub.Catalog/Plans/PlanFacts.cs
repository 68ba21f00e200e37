using BroadbandHub.Catalog.Products;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Plans;

/// <summary>What the rules of a plan need from the database.</summary>
internal sealed class PlanFacts(CatalogDb db)
{
    public async Task<(ValidPlan? Plan, IReadOnlyList<HubError> Errors)> CheckAsync(string applicationKey, PlanInput input, CancellationToken cancellationToken)
    {
        var meters = await db.Meters.AsNoTracking().Where(m => m.ApplicationKey == applicationKey).Select(m => m.Key).ToListAsync(cancellationToken);
        var categories = await db.TaxRates.AsNoTracking().Select(r => r.Category).Distinct().ToListAsync(cancellationToken);
        return PlanRules.Check(input, meters.ToHashSet(StringComparer.Ordinal), categories.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The plan and its product, with the product's row taken first, so that what is read is the latest.</summary>
    public async Task<(Plan? Plan, Product? Product)> LockAsync(PlanVersionId id, CancellationToken cancellationToken)
    {
        await db.Products.Where(p => db.Plans.Any(plan => plan.Id == id && plan.ProductId == p.Id))
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.ApplicationKey, p => p.ApplicationKey), cancellationToken);
        var found = await db.Plans.FirstOrDefaultAsync(p => p.Id == id, cancellationToken);
        return (found, found is null ? null : await db.Products.FirstOrDefaultAsync(p => p.Id == found.ProductId, cancellationToken));
    }
}
