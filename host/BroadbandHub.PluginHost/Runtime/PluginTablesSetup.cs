using System.Reflection;
using System.Text.RegularExpressions;
using Autofac;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>A plugin's own tables: brings them to its version before it starts, and gives its services the context.</summary>
internal sealed partial class PluginTablesSetup(IHubDatabase database, TablePrefixes prefixes)
{
    private static readonly PropertyInfo PrefixProperty = typeof(PluginDb).GetProperty("TablePrefix", BindingFlags.Instance | BindingFlags.NonPublic)!;

    public async Task PrepareAsync(
        PluginManifest manifest, Generation.Core core, IServiceCollection services, KnownServices known, CancellationToken cancellationToken)
    {
        if (core.Parts.Tables is not { } tables)
        {
            return;
        }

        core.DataServices = database.CreateInternalServices();
        var type = SealedContext(tables);
        string prefix;
        await using (var probe = Create(type, OptionsFor(core, type, "__probe")))
        {
            prefix = (string)PrefixProperty.GetValue(probe)!;
        }

        if (!PrefixPattern().IsMatch(prefix))
        {
            throw new PluginFailedException($"Its table prefix \"{prefix}\" must be 2 to 20 lower-case letters, digits and underscores, ending in an underscore.");
        }

        await prefixes.ClaimAsync(prefix, manifest.Id, cancellationToken);
        core.DataOptions = OptionsFor(core, type, prefix + "__migrations");
        await using var context = Create(type, core.DataOptions);
        await database.MigrateAsync(context, cancellationToken);
    }

    public void Register(Generation.Core core, ContainerBuilder builder, KnownServices known)
    {
        if (core.Parts.Tables is not { } tables || core.DataOptions is not { } options)
        {
            return;
        }

        var type = SealedContext(tables);
        builder.RegisterType(type).As(tables.Context, type)
            .WithParameter(new TypedParameter(typeof(DbContextOptions<>).MakeGenericType(type), options))
            .WithParameter(new TypedParameter(typeof(DbContextOptions), options))
            .InstancePerLifetimeScope()
            .OnRelease(context => database.EndAsync((DbContext)context));
        known.Add(tables.Context);
        known.Add(type);
    }

    private Type SealedContext(PluginTables tables) => database.Provider == DatabaseProvider.Sqlite ? tables.SqliteContext : tables.MySqlContext;

    private DbContextOptions OptionsFor(Generation.Core core, Type type, string historyTable) => database.OptionsFor(type, historyTable, core.DataServices);

    private static DbContext Create(Type type, DbContextOptions options) => (DbContext)Activator.CreateInstance(type, options)!;

    [GeneratedRegex("^[a-z][a-z0-9_]{0,18}_$")]
    private static partial Regex PrefixPattern();
}
