using BroadbandHub.Storage.Contracts;
using BroadbandHub.Storage.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Storage.Leases;

internal sealed class Leases(IServiceScopeFactory scopes, IHubDatabase database, TimeProvider clock) : ILeases
{
    private DateTimeOffset Now => clock.GetUtcNow();

    public async Task<ILease?> TryAcquireAsync(string name, TimeSpan duration, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var holder = Guid.CreateVersion7(now);
        var taken = await WriteAsync(
            async db =>
            {
                if (await TakeFreeAsync(db, name, holder, now, now + duration, cancellationToken))
                {
                    return true;
                }

                // The unique name decides between two nodes that both saw no row; one statement, so nothing is checked and then written.
                FormattableString insert = database.Provider == DatabaseProvider.Sqlite
                    ? (FormattableString)$"INSERT OR IGNORE INTO st_leases (Name, Holder, Until) VALUES ({name}, {holder.ToByteArray(true)}, {Instants.ToMicros(now + duration)})"
                    : $"INSERT IGNORE INTO st_leases (Name, Holder, Until) VALUES ({name}, {holder.ToByteArray(true)}, {Instants.ToMicros(now + duration)})";
                return await db.Database.ExecuteSqlAsync(insert, cancellationToken) == 1;
            },
            cancellationToken);
        return taken ? new Lease(this, name, holder, duration) : null;
    }

    private static async Task<bool> TakeFreeAsync(
        StorageDb db, string name, Guid holder, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        await db.Leases.Where(l => l.Name == name && l.Until <= now)
            .ExecuteUpdateAsync(set => set.SetProperty(l => l.Holder, holder).SetProperty(l => l.Until, until), cancellationToken) == 1;

    private async Task<bool> WriteAsync(Func<StorageDb, Task<bool>> work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<StorageDb>();
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(() => work(db), _ => true, cancellationToken);
    }

    private sealed class Lease(Leases leases, string name, Guid holder, TimeSpan duration) : ILease
    {
        public Task<bool> RenewAsync(CancellationToken cancellationToken)
        {
            var now = leases.Now;
            var until = now + duration;
            return leases.WriteAsync(
                async db => await db.Leases.Where(l => l.Name == name && l.Holder == holder && l.Until > now)
                    .ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, until), cancellationToken) == 1,
                cancellationToken);
        }

        public async ValueTask DisposeAsync() => await leases.WriteAsync(
            async db => await db.Leases.Where(l => l.Name == name && l.Holder == holder)
                .ExecuteUpdateAsync(set => set.SetProperty(l => l.Until, DateTimeOffset.UnixEpoch), CancellationToken.None) == 1,
            CancellationToken.None);
    }
}
