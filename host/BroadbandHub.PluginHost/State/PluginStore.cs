using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.PluginHost.State;

/// <summary>Reads and writes the module's tables, each call in a scope (and a transaction) of its own.</summary>
internal sealed class PluginStore(IServiceScopeFactory scopes)
{
    public async Task<T> ReadAsync<T>(Func<PluginsDb, Task<T>> read)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<PluginsDb>());
    }

    public Task<T> WriteAsync<T>(Func<PluginsDb, Task<T>> write, Func<T, bool> commitWhen, CancellationToken cancellationToken) =>
        WriteAsync((db, _, _) => write(db), commitWhen, cancellationToken);

    /// <summary>A change that also concerns which events the plugin gets.</summary>
    public Task<T> WriteAsync<T>(Func<PluginsDb, IEventSubscriptions, Task<T>> write, Func<T, bool> commitWhen, CancellationToken cancellationToken) =>
        WriteAsync((db, subscriptions, _) => write(db, subscriptions), commitWhen, cancellationToken);

    /// <summary>A change that people make: the administration log has it too.</summary>
    public async Task<T> WriteAsync<T>(Func<PluginsDb, IEventSubscriptions, IChangeLog, Task<T>> write, Func<T, bool> commitWhen, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var (db, subscriptions) = (scope.ServiceProvider.GetRequiredService<PluginsDb>(), scope.ServiceProvider.GetRequiredService<IEventSubscriptions>());
        var log = scope.ServiceProvider.GetRequiredService<IChangeLog>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => write(db, subscriptions, log), commitWhen, cancellationToken);
    }

    public Task WriteAsync(Func<PluginsDb, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            await write(db);
            return true;
        },
        _ => true,
        cancellationToken);

    /// <summary>Plugin id → the version that is to run, of those that are to run.</summary>
    public Task<Dictionary<string, string>> WantedVersionsAsync(CancellationToken cancellationToken) => ReadAsync(
        db => db.Desired.AsNoTracking().Where(d => d.Enabled).Select(d => new { d.PluginId, d.Version }).ToDictionaryAsync(d => d.PluginId, d => d.Version, StringComparer.Ordinal, cancellationToken));

    /// <summary>
    /// Says which events a plugin gets, when what was built is the answer to the present wish. A node that is behind says nothing: it would take away what the
    /// wanted version needs. The wish cannot change until this is committed.
    /// </summary>
    public Task SubscribeAsync(string pluginId, long revision, IReadOnlyCollection<string> eventNames, CancellationToken cancellationToken) => WriteAsync(
        async (db, subscriptions) =>
        {
            var isWanted = await db.Desired.Where(d => d.PluginId == pluginId && d.Revision == revision && d.Enabled)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Revision, revision), cancellationToken) > 0;
            if (isWanted)
            {
                await subscriptions.SetAsync(pluginId, eventNames, cancellationToken);
            }

            return isWanted;
        },
        _ => true,
        cancellationToken);

    public Task<List<DesiredPlugin>> DesiredAsync(CancellationToken cancellationToken) =>
        ReadAsync(db => db.Desired.AsNoTracking().OrderBy(d => d.PluginId).ToListAsync(cancellationToken));
}
