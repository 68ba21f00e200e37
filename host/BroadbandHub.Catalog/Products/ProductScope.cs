using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Catalog.Products;

internal static class ProductScope
{
    /// <summary>Operators see all products, partners their own, enterprises those they could order or have ordered, an application's credentials those of the application.</summary>
    public static IQueryable<Product> SeenBy(this IQueryable<Product> products, ICurrentUser user)
    {
        if (user.ApplicationKey is { } application)
        {
            return products.Where(p => p.ApplicationKey == application);
        }

        switch (user.Audience)
        {
            case Audience.Operator:
                return products;
            case Audience.Partner when user.PartnerId is not null:
                var partner = user.PartnerId;
                return products.Where(p => p.PartnerId == partner);
            case Audience.Enterprise:
                return products.Where(p => p.State != ProductState.Draft);
            default:
                return products.Where(_ => false);
        }
    }
}
