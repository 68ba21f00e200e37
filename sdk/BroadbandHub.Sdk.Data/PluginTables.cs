using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Sdk.Data;

/// <summary>The tables of a plugin, as <see cref="PluginDataExtensions.AddTables{TContext,TSqlite,TMySql}"/> registered them. The host reads it; plugins need not.</summary>
/// <param name="Context">The abstract context that the plugin's services ask for.</param>
/// <param name="SqliteContext">The sealed context whose migrations are for SQLite.</param>
/// <param name="MySqlContext">The sealed context whose migrations are for MariaDB and MySQL.</param>
public sealed record PluginTables(Type Context, Type SqliteContext, Type MySqlContext);

/// <summary>Registers a plugin's tables.</summary>
public static class PluginDataExtensions
{
    /// <summary>
    /// Gives the plugin tables of its own in the hub's database. Before the generation starts, the host applies the migrations of the context for
    /// the database in use, under a lock, recorded in the plugin's own history table; a failed migration makes the plugin Faulted and
    /// leaves the running generation alone. Services then ask for <typeparamref name="TContext"/> (scoped). Expand first, contract a
    /// version later: version N's tables must work with the code of N−1, because a roll-back never runs a migration backwards.
    /// </summary>
    /// <typeparam name="TContext">The abstract context with the model.</typeparam>
    /// <typeparam name="TSqlite">Sealed, with a public constructor that takes <c>DbContextOptions&lt;TSqlite&gt;</c>.</typeparam>
    /// <typeparam name="TMySql">Sealed, with a public constructor that takes <c>DbContextOptions&lt;TMySql&gt;</c>.</typeparam>
    public static IPluginSetup AddTables<TContext, TSqlite, TMySql>(this IPluginSetup setup)
        where TContext : PluginDb
        where TSqlite : TContext
        where TMySql : TContext
    {
        ArgumentNullException.ThrowIfNull(setup);
        return setup.Contribute(new PluginTables(typeof(TContext), typeof(TSqlite), typeof(TMySql)));
    }
}
