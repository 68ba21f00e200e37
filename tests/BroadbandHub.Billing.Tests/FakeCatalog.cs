using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Tests;

internal sealed class FakeCatalog : ICatalog
{
    public Dictionary<PlanVersionId, PlanVersion> Plans { get; } = [];

    public Dictionary<string, Dictionary<string, Meter>> Meters { get; } = new(StringComparer.Ordinal);

    public Dictionary<ProductId, ProductView> Products { get; } = [];

    public Task<ProductView?> FindProductAsync(ProductId id, CancellationToken cancellationToken) => Task.FromResult(Products.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<ProductId, ProductView>> FindProductsAsync(IReadOnlyCollection<ProductId> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<ProductId, ProductView>>(Products.Where(p => ids.Contains(p.Key)).ToDictionary());

    public Task<PlanVersion?> FindPlanAsync(PlanVersionId id, CancellationToken cancellationToken) => Task.FromResult(Plans.GetValueOrDefault(id));

    public Task<IReadOnlyDictionary<string, Meter>> MetersAsync(string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, Meter>>(Meters.GetValueOrDefault(applicationKey) ?? []);
}
