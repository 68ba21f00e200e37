using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BroadbandHub.Sdk.Data;

/// <summary>
/// The base of a plugin's context. Derive one abstract context with the model, and two sealed ones (SQLite, MySQL) with a migration folder each.
/// It prefixes table names, stores instants as UTC microseconds (int64) and GUIDs as 16 big-endian bytes, and compares text byte by byte, alike on both
/// databases, so that comparisons in queries mean the same on both. Migrations for MySQL write the collation <c>utf8mb4_bin</c> at each text column.
/// One context serves one scope: a request, an event, a step of a background service. It does one thing at a time, as every EF Core context: where parts of a
/// page load side by side, each takes a scope of its own (derive it from <c>OwningComponentBase&lt;YourDb&gt;</c>), or one of them fails on MariaDB.
/// The host builds the model and the operations of all migrations at each start of the plugin, on a thread of their own within the time limit of the setup
/// (30 seconds unless configured), before it migrates one plugin after the other: they must not wait for anything.
/// </summary>
public abstract class PluginDb : DbContext
{
    /// <summary>Makes the context; the host supplies the options.</summary>
    protected PluginDb(DbContextOptions options)
        : base(options)
    {
    }

    /// <summary>The prefix of every table, 2 to 20 lower-case letters, digits and underscores, ending in an underscore; unique among plugins.</summary>
    protected abstract string TablePrefix { get; }

    /// <summary>Maps the model; called once. Table names without the prefix.</summary>
    protected abstract void MapModel(ModelBuilder model);

    /// <inheritdoc/>
    protected sealed override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        MapModel(modelBuilder);
        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsOwned()))
        {
            entity.SetTableName(TablePrefix + entity.GetTableName());
        }

        if (!Database.ProviderName!.Contains("MySql", StringComparison.Ordinal))
        {
            return;
        }

        // MySQL's own choice would find "ABC" when "abc" is asked for; SQLite would not.
        foreach (var text in modelBuilder.Model.GetEntityTypes().SelectMany(e => e.GetProperties()).Where(p => p.ClrType == typeof(string) && p.GetCollation() is null))
        {
            text.SetCollation("utf8mb4_bin");
        }
    }

    /// <inheritdoc/>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        ArgumentNullException.ThrowIfNull(configurationBuilder);
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>();
    }

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(
        at => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond,
        micros => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond));

    private sealed class GuidConverter() : ValueConverter<Guid, byte[]>(
        value => value.ToByteArray(true),
        bytes => new Guid(bytes, true),
        new ConverterMappingHints(size: 16));
}
