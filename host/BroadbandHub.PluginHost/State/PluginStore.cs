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

    public async Task<T> WriteAsync<T>(Func<PluginsDb, Task<T>> write, Func<T, bool> commitWhen, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<PluginsDb>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => write(db), commitWhen, cancellationToken);
    }

    public Task WriteAsync(Func<PluginsDb, Task> write, CancellationToken cancellationToken) => WriteAsync(
        async db =>
        {
            await write(db);
            return true;
        },
        _ => true,
        cancellationToken);

    public Task<List<DesiredPlugin>> DesiredAsync(CancellationToken cancellationToken) =>
        ReadAsync(db => db.Desired.AsNoTracking().OrderBy(d => d.PluginId).ToListAsync(cancellationToken));
}
