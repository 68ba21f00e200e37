using System.Reflection;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BroadbandHub.Storage.Contracts;

/// <summary>
/// The base of every module's context: table prefix, instants as UTC microseconds (int64), ids as 16 big-endian bytes, text compared
/// byte by byte. Derive one abstract context with the model and two sealed ones (Sqlite…, MySql…), each with its migrations folder.
/// </summary>
public abstract class ModuleDb(DbContextOptions options) : DbContext(options)
{
    /// <summary>Prefix of every table, such as <c>bil_</c>; the history table is the prefix plus <c>__migrations</c>.</summary>
    public abstract string Prefix { get; }

    protected abstract void MapModel(ModelBuilder model);

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        MapModel(modelBuilder);
        var mySql = Database.ProviderName!.Contains("MySql", StringComparison.Ordinal);
        if (mySql)
        {
            modelBuilder.HasCharSet("utf8mb4", DelegationModes.ApplyToAll).UseCollation("utf8mb4_bin");
        }

        foreach (var entity in modelBuilder.Model.GetEntityTypes().Where(e => !e.IsOwned()))
        {
            if (entity.GetTableName() is { } table && !table.StartsWith(Prefix, StringComparison.Ordinal))
            {
                entity.SetTableName(Prefix + table);
            }
        }
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<InstantConverter>();
        configurationBuilder.Properties<Guid>().HaveConversion<GuidConverter>().HaveColumnType(
            Database.ProviderName!.Contains("MySql", StringComparison.Ordinal) ? "binary(16)" : "BLOB");
        foreach (var id in KnownIds(GetType().Assembly))
        {
            configurationBuilder.Properties(id)
                .HaveConversion(typeof(IdConverter<>).MakeGenericType(id))
                .HaveColumnType(Database.ProviderName!.Contains("MySql", StringComparison.Ordinal) ? "binary(16)" : "BLOB");
        }
    }

    // The SDK's, the module's own, and those in contracts of the modules below it.
    private static IEnumerable<Type> KnownIds(Assembly module) =>
        module.GetReferencedAssemblies()
            .Where(name => name.Name!.StartsWith("BroadbandHub.", StringComparison.Ordinal))
            .Select(Assembly.Load)
            .SelectMany(below => below.GetExportedTypes())
            .Concat(typeof(EnterpriseId).Assembly.GetExportedTypes())
            .Concat(module.GetTypes())
            .Distinct()
            .Where(IsId);

    private static bool IsId(Type type) =>
        type is { IsValueType: true, IsGenericType: false }
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>));

    private sealed class InstantConverter() : ValueConverter<DateTimeOffset, long>(at => Instants.ToMicros(at), micros => Instants.FromMicros(micros));

    private sealed class GuidConverter() : ValueConverter<Guid, byte[]>(
        value => value.ToByteArray(true), bytes => new Guid(bytes, true), new ConverterMappingHints(size: 16));

    private sealed class IdConverter<TId>() : ValueConverter<TId, byte[]>(
        id => id.Value.ToByteArray(true), bytes => Ids<TId>.From(bytes), new ConverterMappingHints(size: 16))
        where TId : struct, IHubId<TId>;

    private static class Ids<TId>
        where TId : struct, IHubId<TId>
    {
        public static TId From(byte[] bytes) => TId.From(new Guid(bytes, true));
    }
}

/// <summary>Instants in the database: whole microseconds since 1970, UTC.</summary>
public static class Instants
{
    public static long ToMicros(DateTimeOffset at) => (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);

    /// <summary>Cuts what the database cannot hold, so that a value read back equals the one written.</summary>
    public static DateTimeOffset ToWholeMicros(this DateTimeOffset at) => FromMicros(ToMicros(at));
}
