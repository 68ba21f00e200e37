using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Storage.Databases;

/// <summary>The tables of this module: events and their deliveries, leases, files, jobs, the release of the database.</summary>
internal abstract class StorageDb(DbContextOptions options) : ModuleDb(options)
{
    public const string TablePrefix = "st_";

    public override string Prefix => TablePrefix;

    public DbSet<StoredEvent> Events => Set<StoredEvent>();

    public DbSet<StoredDelivery> Deliveries => Set<StoredDelivery>();

    public DbSet<EventSubscription> Subscriptions => Set<EventSubscription>();

    public DbSet<LeaseRow> Leases => Set<LeaseRow>();

    public DbSet<FileRow> Files => Set<FileRow>();

    public DbSet<JobRow> Jobs => Set<JobRow>();

    public DbSet<ReleaseRow> Releases => Set<ReleaseRow>();

    protected override void MapModel(ModelBuilder model)
    {
        model.Entity<StoredEvent>(e =>
        {
            e.ToTable("events").HasKey(x => x.Id);
            e.Property(x => x.Name).HasMaxLength(200);
            e.Property(x => x.Subject).HasMaxLength(100);
            e.Property(x => x.Json).HasMaxLength(70_000);
        });
        model.Entity<StoredDelivery>(d =>
        {
            d.ToTable("deliveries").HasKey(x => x.Id);
            d.Property(x => x.PluginId).HasMaxLength(64);
            d.Property(x => x.Subject).HasMaxLength(100);
            d.Property(x => x.Reason).HasMaxLength(2_000);
            d.HasIndex(x => new { x.PluginId, x.State, x.NextAttemptAt });
            d.HasIndex(x => new { x.PluginId, x.Subject, x.State });
            d.HasOne<StoredEvent>().WithMany().HasForeignKey(x => x.EventId).OnDelete(DeleteBehavior.Cascade);
        });
        model.Entity<EventSubscription>(s =>
        {
            s.ToTable("event_subscriptions").HasKey(x => new { x.EventName, x.PluginId });
            s.Property(x => x.EventName).HasMaxLength(200);
            s.Property(x => x.PluginId).HasMaxLength(64);
        });
        model.Entity<LeaseRow>(l =>
        {
            l.ToTable("leases").HasKey(x => x.Name);
            l.Property(x => x.Name).HasMaxLength(200);
        });
        model.Entity<FileRow>(f =>
        {
            f.ToTable("files").HasKey(x => x.Name);
            f.Property(x => x.Name).HasMaxLength(200);
            f.Property(x => x.Sha256).HasMaxLength(64);
            f.Property(x => x.Content).HasMaxLength(FileRow.MostBytes);
        });
        model.Entity<JobRow>(j =>
        {
            j.ToTable("jobs").HasKey(x => x.Name);
            j.Property(x => x.Name).HasMaxLength(100);
            j.Property(x => x.Node).HasMaxLength(100);
            j.Property(x => x.Message).HasMaxLength(2_000);
        });
        model.Entity<ReleaseRow>(r =>
        {
            r.ToTable("release").HasKey(x => x.Id);
            r.Property(x => x.Id).ValueGeneratedNever();
        });
    }
}

internal sealed class SqliteStorageDb(DbContextOptions<SqliteStorageDb> options) : StorageDb(options);

internal sealed class MySqlStorageDb(DbContextOptions<MySqlStorageDb> options) : StorageDb(options);
