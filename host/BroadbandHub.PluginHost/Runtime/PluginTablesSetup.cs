using System.Reflection;
using System.Text.RegularExpressions;
using Autofac;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>A plugin's own tables: brings them to its version before it starts, and gives its services the context.</summary>
internal sealed partial class PluginTablesSetup(IHubDatabase database, TablePrefixes prefixes, TimeProvider clock)
{
    private static readonly PropertyInfo PrefixProperty = typeof(PluginDb).GetProperty("TablePrefix", BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <summary>
    /// The installation migrates one plugin after the other, so no code of the plugin's runs in its turn that has not come back before: model and migrations are
    /// built first, on a thread of their own. What is left for the turn is the database's work, and a plugin with nothing to migrate takes none.
    /// </summary>
    /// <exception cref="TimeoutException">The plugin's code did not return within <paramref name="limit"/>.</exception>
    public async Task PrepareAsync(PluginManifest manifest, Generation.Core core, TimeSpan limit, CancellationToken cancellationToken)
    {
        if (core.Parts.Tables is not { } tables)
        {
            return;
        }

        core.DataServices = database.CreateInternalServices();
        var type = SealedContext(tables);
        var prefix = await InTimeAsync(() => PrefixOf(type, OptionsFor(core, type, "__probe")));
        if (!PrefixPattern().IsMatch(prefix))
        {
            throw new PluginFailedException($"Its table prefix \"{prefix}\" must be 2 to 20 lower-case letters, digits and underscores, ending in an underscore.");
        }

        await prefixes.ClaimAsync(prefix, manifest.Id, cancellationToken);
        core.DataOptions = OptionsFor(core, type, prefix + "__migrations");
        await using var context = await InTimeAsync(() => Built(type, core.DataOptions));
        if ((await context.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            try
            {
                await database.MigrateAsync(context, cancellationToken);
            }
            catch (TimeoutException e)
            {
                throw new PluginFailedException(e.Message);
            }
        }

        Task<T> InTimeAsync<T>(Func<T> pluginCode) => Task.Run(pluginCode, cancellationToken).WaitAsync(limit, clock, cancellationToken);
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

    private static string PrefixOf(Type type, DbContextOptions options)
    {
        using var probe = Create(type, options);
        return (string)PrefixProperty.GetValue(probe)!;
    }

    private static DbContext Built(Type type, DbContextOptions options)
    {
        var context = Create(type, options);
        _ = context.Model;
        var migrations = context.GetService<IMigrationsAssembly>();
        foreach (var migration in migrations.Migrations.Values)
        {
            _ = migrations.CreateMigration(migration, context.Database.ProviderName!).UpOperations;
        }

        return context;
    }

    [GeneratedRegex("^[a-z][a-z0-9_]{0,18}_$")]
    private static partial Regex PrefixPattern();
}
