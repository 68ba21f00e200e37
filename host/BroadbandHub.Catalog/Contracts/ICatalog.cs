using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Contracts;

public enum ProductState
{
    /// <summary>Not for sale yet: it has no published plan.</summary>
    Draft,
    Published,

    /// <summary>No new subscriptions; those that exist go on.</summary>
    Retired,
}

public sealed record ProductView(
    ProductId Id, string ApplicationKey, PartnerId? PartnerId, LocalText Name, string? PluginId, PlanVersionId? CurrentPlanId,
    ProductState State = ProductState.Published);

public sealed record Meter(string ApplicationKey, string Key, string Unit, int Scale, LocalText Name);

/// <summary>Products, plans and meters for other modules. Scoped; not limited to the current user.</summary>
public interface ICatalog
{
    Task<ProductView?> FindProductAsync(ProductId id, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<ProductId, ProductView>> FindProductsAsync(IReadOnlyCollection<ProductId> ids, CancellationToken cancellationToken);

    /// <summary>What can be ordered now: published products with a current plan, by English name; those of one partner when it is given.</summary>
    Task<IReadOnlyList<ProductView>> ListPublishedAsync(PartnerId? partner, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProductView>>([]);

    /// <summary>The ids of all products of a partner, for scoping.</summary>
    Task<IReadOnlyCollection<ProductId>> ProductsOfAsync(PartnerId partner, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<ProductId>>([]);

    Task<PlanVersion?> FindPlanAsync(PlanVersionId id, CancellationToken cancellationToken);

    /// <summary>All meters of an application, by key.</summary>
    Task<IReadOnlyDictionary<string, Meter>> MetersAsync(string applicationKey, CancellationToken cancellationToken);
}

/// <summary>The rate of a tax category on a day. Scoped.</summary>
public interface ITaxRates
{
    /// <summary>The rate as a fraction (0.06), or null when the category does not exist on that day.</summary>
    Task<decimal?> FindAsync(string taxCategory, DateOnly on, CancellationToken cancellationToken);
}
