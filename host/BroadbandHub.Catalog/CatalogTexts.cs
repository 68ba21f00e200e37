namespace BroadbandHub.Catalog;

internal static class CatalogTexts
{
    internal static readonly Sdk.Texts T = Sdk.Texts.Of(typeof(CatalogTexts).Assembly);
}
