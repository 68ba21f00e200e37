using BroadbandHub.Orders.Provisioning;
using BroadbandHub.Orders.Seats;
using BroadbandHub.Orders.Subscriptions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.Orders;

internal abstract class OrdersDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "ord_";

    public override string Prefix => TablePrefix;

    public DbSet<Subscription> Subscriptions => Set<Subscription>();

    public DbSet<Operation> Operations => Set<Operation>();

    public DbSet<Attempt> Attempts => Set<Attempt>();

    public DbSet<Seat> Seats => Set<Seat>();

    public DbSet<UsedKey> UsedKeys => Set<UsedKey>();

    /// <summary>Takes the subscription's row until the transaction ends, so that its state changes one step at a time. 0 when there is none.</summary>
    public Task<int> LockAsync(SubscriptionId id, CancellationToken cancellationToken) =>
        Subscriptions.Where(s => s.Id == id).ExecuteUpdateAsync(set => set.SetProperty(s => s.ApplicationKey, s => s.ApplicationKey), cancellationToken);

    protected override void MapModel(ModelBuilder model)
    {
        SubscriptionTables.Map(model);
        ProvisioningTables.Map(model);
        Seat.Map(model);
    }
}

internal sealed class SqliteOrdersDb(DbContextOptions<SqliteOrdersDb> options) : OrdersDb(options);

internal sealed class MySqlOrdersDb(DbContextOptions<MySqlOrdersDb> options) : OrdersDb(options);

internal sealed class SqliteOrdersDbFactory : IDesignTimeDbContextFactory<SqliteOrdersDb>
{
    public SqliteOrdersDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqliteOrdersDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlOrdersDbFactory : IDesignTimeDbContextFactory<MySqlOrdersDb>
{
    public MySqlOrdersDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlOrdersDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
