using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Products;

/// <summary>What is sold: an application's service under a name and with prices. Draft until its first plan is published; retired for good.</summary>
internal sealed class Product
{
    public const int MostName = 200;
    public const int MostDescription = 4000;

    public ProductId Id { get; init; }

    public required string ApplicationKey { get; init; }

    public PartnerId? PartnerId { get; init; }

    public required string NameEn { get; set; }

    public string? NameZh { get; set; }

    public string? DescriptionEn { get; set; }

    public string? DescriptionZh { get; set; }

    public ProductState State { get; private set; } = ProductState.Draft;

    /// <summary>What a new subscription gets unless it says otherwise.</summary>
    public PlanVersionId? CurrentPlanId { get; private set; }

    public int LastPlanNumber { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public LocalText Name => new(NameEn, NameZh);

    public int NextPlanNumber() => ++LastPlanNumber;

    /// <summary>A plan of this product was published: from now on it is the one that is sold.</summary>
    public HubError? Sell(PlanVersionId plan)
    {
        if (State == ProductState.Retired)
        {
            return ProductErrors.Retired;
        }

        (State, CurrentPlanId) = (ProductState.Published, plan);
        return null;
    }

    public HubError? Retire()
    {
        if (State == ProductState.Retired)
        {
            return ProductErrors.Retired;
        }

        State = ProductState.Retired;
        return null;
    }

    public ProductView ToView(string? pluginId) => new(Id, ApplicationKey, PartnerId, Name, pluginId, CurrentPlanId, State);
}

internal static class ProductErrors
{
    public static HubError Retired => HubError.Conflict("product.retired", "The product is retired: it takes no new plans and no new subscriptions.");

    public static HubError NotFound(ProductId id) => HubError.NotFound("product.not_found", $"There is no product {id} that you may see.");
}
