using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Reading;

/// <summary>The catalogue as other modules see it.</summary>
internal sealed class CatalogReader(CatalogDb db, PlanCache plans) : ICatalog, IApplications
{
    public async Task<ProductView?> FindProductAsync(ProductId id, CancellationToken cancellationToken) =>
        (await FindProductsAsync([id], cancellationToken)).GetValueOrDefault(id);

    public async Task<IReadOnlyDictionary<ProductId, ProductView>> FindProductsAsync(IReadOnlyCollection<ProductId> ids, CancellationToken cancellationToken)
    {
        var wanted = ids.Distinct().ToList();
        return await ViewAsync(db.Products.Where(p => wanted.Contains(p.Id)), cancellationToken);
    }

    public async Task<IReadOnlyList<ProductView>> ListPublishedAsync(PartnerId? partner, CancellationToken cancellationToken)
    {
        var products = db.Products.Where(p => p.State == ProductState.Published && (partner == null || p.PartnerId == partner));
        return [.. (await ViewAsync(products, cancellationToken)).Values.OrderBy(p => p.Name.English, StringComparer.OrdinalIgnoreCase)];
    }

    public async Task<IReadOnlyCollection<ProductId>> ProductsOfAsync(PartnerId partner, CancellationToken cancellationToken) =>
        await db.Products.AsNoTracking().Where(p => p.PartnerId == partner).Select(p => p.Id).ToListAsync(cancellationToken);

    public async Task<PlanVersion?> FindPlanAsync(PlanVersionId id, CancellationToken cancellationToken)
    {
        if (plans.Find(id) is { } known)
        {
            return known;
        }

        var plan = (await db.Plans.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, cancellationToken))?.ToVersion();
        plans.Keep(plan);
        return plan;
    }

    public async Task<IReadOnlyDictionary<string, Meter>> MetersAsync(string applicationKey, CancellationToken cancellationToken) =>
        (await db.Meters.AsNoTracking().Where(m => m.ApplicationKey == applicationKey).ToListAsync(cancellationToken))
        .ToDictionary(m => m.Key, m => m.ToMeter(), StringComparer.Ordinal);

    public async Task<ApplicationView?> FindAsync(string applicationKey, CancellationToken cancellationToken) =>
        (await FindAsync([applicationKey], cancellationToken)).GetValueOrDefault(applicationKey);

    public async Task<IReadOnlyDictionary<string, ApplicationView>> FindAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken)
    {
        var wanted = applicationKeys.Distinct(StringComparer.Ordinal).ToList();
        return (await db.Applications.AsNoTracking().Where(a => wanted.Contains(a.Key)).ToListAsync(cancellationToken))
            .ToDictionary(a => a.Key, a => a.ToView(), StringComparer.Ordinal);
    }

    private async Task<Dictionary<ProductId, ProductView>> ViewAsync(IQueryable<Product> products, CancellationToken cancellationToken)
    {
        var found = await (
            from product in products.AsNoTracking()
            join application in db.Applications.AsNoTracking() on product.ApplicationKey equals application.Key into applications
            from application in applications.DefaultIfEmpty()
            select new { product, PluginId = (string?)application.PluginId }).ToListAsync(cancellationToken);
        return found.ToDictionary(f => f.product.Id, f => f.product.ToView(f.PluginId));
    }
}
