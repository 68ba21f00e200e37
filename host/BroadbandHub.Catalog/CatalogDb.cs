using BroadbandHub.Catalog.Applications;
using BroadbandHub.Catalog.Plans;
using BroadbandHub.Catalog.Products;
using BroadbandHub.Catalog.Tax;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog;

internal abstract class CatalogDb(DbContextOptions options) : ModuleDb(options)
{
    public override string Prefix => "cat_";

    public DbSet<Application> Applications => Set<Application>();

    public DbSet<MeterRow> Meters => Set<MeterRow>();

    public DbSet<DescriptorTrouble> Troubles => Set<DescriptorTrouble>();

    public DbSet<Product> Products => Set<Product>();

    public DbSet<Plan> Plans => Set<Plan>();

    public DbSet<TaxRate> TaxRates => Set<TaxRate>();

    /// <summary>Takes the application's row until the transaction ends, so that rules about its meters hold against parallel writers. 0 when there is none.</summary>
    public Task<int> LockApplicationAsync(string key, CancellationToken cancellationToken) =>
        Applications.Where(a => a.Key == key).ExecuteUpdateAsync(set => set.SetProperty(a => a.Key, a => a.Key), cancellationToken);

    /// <summary>Takes the product's row until the transaction ends: plan numbers and states change one at a time. 0 when there is none.</summary>
    public Task<int> LockProductAsync(ProductId id, CancellationToken cancellationToken) =>
        Products.Where(p => p.Id == id).ExecuteUpdateAsync(set => set.SetProperty(p => p.ApplicationKey, p => p.ApplicationKey), cancellationToken);

    protected override void MapModel(ModelBuilder model)
    {
        ApplicationTables.Map(model);
        ProductTables.Map(model);
        PlanTables.Map(model);
        TaxTables.Map(model);
    }
}

internal sealed class SqliteCatalogDb(DbContextOptions<SqliteCatalogDb> options) : CatalogDb(options);

internal sealed class MySqlCatalogDb(DbContextOptions<MySqlCatalogDb> options) : CatalogDb(options);
