using BroadbandHub.Catalog.Applications;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Products;

internal static class ProductTables
{
    public static void Map(ModelBuilder model) => model.Entity<Product>(product =>
    {
        product.ToTable("products").HasKey(p => p.Id);
        product.Property(p => p.ApplicationKey).HasMaxLength(DescriptorRules.MostKey);
        product.Property(p => p.NameEn).HasMaxLength(Product.MostName);
        product.Property(p => p.NameZh).HasMaxLength(Product.MostName);
        product.Property(p => p.DescriptionEn).HasMaxLength(Product.MostDescription);
        product.Property(p => p.DescriptionZh).HasMaxLength(Product.MostDescription);
        product.Property(p => p.State).HasConversion<string>().HasMaxLength(10);
        product.HasIndex(p => p.ApplicationKey);
        product.HasIndex(p => p.PartnerId);
        product.Ignore(p => p.Name);
    });
}
