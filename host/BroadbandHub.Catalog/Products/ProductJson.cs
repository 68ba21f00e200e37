using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Products;

internal sealed record ProductJson(
    ProductId Id, string ApplicationKey, PartnerId? PartnerId, WordsJson Name, WordsJson? Description, string State, PlanVersionId? CurrentPlanId,
    DateTimeOffset CreatedAt, IReadOnlyList<PlanJson>? Plans)
{
    public static ProductJson Of(Product product, IReadOnlyList<PlanJson>? plans = null) => new(
        product.Id, product.ApplicationKey, product.PartnerId, WordsJson.Of(product.Name),
        product.DescriptionEn is null && product.DescriptionZh is null ? null : new WordsJson(product.DescriptionEn, product.DescriptionZh),
        Word(product.State), product.CurrentPlanId, product.CreatedAt, plans);

    private static string Word(ProductState state) => state switch
    {
        ProductState.Draft => "draft",
        ProductState.Published => "published",
        _ => "retired",
    };
}
