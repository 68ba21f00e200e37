using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace BroadbandHub.PluginHost.State;

/// <summary>What operators want of plugins, what the nodes say, and who changed what.</summary>
internal abstract class PluginsDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "plg_";

    public override string Prefix => TablePrefix;

    public DbSet<DesiredPlugin> Desired => Set<DesiredPlugin>();

    public DbSet<StoredPackage> Packages => Set<StoredPackage>();

    public DbSet<NodeRow> Nodes => Set<NodeRow>();

    public DbSet<NodePluginRow> NodePlugins => Set<NodePluginRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<PrefixRow> Prefixes => Set<PrefixRow>();

    protected override void MapModel(ModelBuilder model)
    {
        model.Entity<DesiredPlugin>(d =>
        {
            d.ToTable("desired").HasKey(x => x.PluginId);
            d.Property(x => x.PluginId).HasMaxLength(64);
            d.Property(x => x.Version).HasMaxLength(40);
            d.Property(x => x.PreviousVersion).HasMaxLength(40);
            d.Property(x => x.SettingsJson).HasMaxLength(200_000);
            d.Property(x => x.Revision).IsConcurrencyToken();
            d.Property(x => x.ChangedBy).HasMaxLength(200);
        });
        model.Entity<StoredPackage>(p =>
        {
            p.ToTable("packages").HasKey(x => new { x.PluginId, x.Version });
            p.Property(x => x.PluginId).HasMaxLength(64);
            p.Property(x => x.Version).HasMaxLength(40);
            p.Property(x => x.FileName).HasMaxLength(200);
            p.Property(x => x.Sha256).HasMaxLength(64);
            p.Property(x => x.UploadedBy).HasMaxLength(200);
        });
        model.Entity<NodeRow>(n =>
        {
            n.ToTable("nodes").HasKey(x => x.Name);
            n.Property(x => x.Name).HasMaxLength(100);
        });
        model.Entity<NodePluginRow>(n =>
        {
            n.ToTable("node_plugins").HasKey(x => new { x.Node, x.PluginId });
            n.Property(x => x.Node).HasMaxLength(100);
            n.Property(x => x.PluginId).HasMaxLength(64);
            n.Property(x => x.Version).HasMaxLength(40);
            n.Property(x => x.Reason).HasMaxLength(NodePluginRow.LongestReason);
        });
        model.Entity<ChangeRow>(c =>
        {
            c.ToTable("changes").HasKey(x => x.Id);
            c.Property(x => x.PluginId).HasMaxLength(64);
            c.Property(x => x.Action).HasMaxLength(40);
            c.Property(x => x.FromVersion).HasMaxLength(40);
            c.Property(x => x.ToVersion).HasMaxLength(40);
            c.Property(x => x.By).HasMaxLength(200);
            c.HasIndex(x => new { x.PluginId, x.At });
        });
        model.Entity<PrefixRow>(p =>
        {
            p.ToTable("table_prefixes").HasKey(x => x.Prefix);
            p.Property(x => x.Prefix).HasMaxLength(20);
            p.Property(x => x.PluginId).HasMaxLength(64);
        });
    }
}

internal sealed class SqlitePluginsDb(DbContextOptions<SqlitePluginsDb> options) : PluginsDb(options);

internal sealed class MySqlPluginsDb(DbContextOptions<MySqlPluginsDb> options) : PluginsDb(options);

internal sealed class SqlitePluginsDbFactory : IDesignTimeDbContextFactory<SqlitePluginsDb>
{
    public SqlitePluginsDb CreateDbContext(string[] args) => new(new DbContextOptionsBuilder<SqlitePluginsDb>().UseSqlite("Data Source=design.db").Options);
}

internal sealed class MySqlPluginsDbFactory : IDesignTimeDbContextFactory<MySqlPluginsDb>
{
    public MySqlPluginsDb CreateDbContext(string[] args) => new(
        new DbContextOptionsBuilder<MySqlPluginsDb>().UseMySql("Server=design", ServerVersion.Parse("10.11.0-mariadb")).Options);
}
