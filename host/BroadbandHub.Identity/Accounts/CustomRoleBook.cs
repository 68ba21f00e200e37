using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// The operator's own roles as they were at most a few seconds ago: every permission check asks, so they are kept in memory. A change is seen on this node at
/// once and on others when they read again. The questions come from synchronous code, so the reading is too: a small table, every few seconds.
/// </summary>
internal sealed class CustomRoleBook(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);
    private readonly Lock reading = new();
    private volatile Snapshot? last;

    public FrozenDictionary<string, Entry> All
    {
        get
        {
            if (last is { } known && clock.GetElapsedTime(known.ReadAt) < GoodFor)
            {
                return known.Roles;
            }

            lock (reading)
            {
                if (last is { } meanwhile && clock.GetElapsedTime(meanwhile.ReadAt) < GoodFor)
                {
                    return meanwhile.Roles;
                }

                var at = clock.GetTimestamp();
                using var scope = scopes.CreateScope();
                var rows = scope.ServiceProvider.GetRequiredService<IdentityDb>().CustomRoles.AsNoTracking().Include(r => r.Permissions).ToList();
                last = new(at, rows.ToFrozenDictionary(r => r.Key, r => new Entry(new(r.Key, r.Name, r.Audience), [.. r.Permissions.Select(p => p.Permission)]), StringComparer.Ordinal));
                return last.Roles;
            }
        }
    }

    public void Forget() => last = null;

    internal sealed record Entry(Role Role, HashSet<string> Permissions);

    private sealed record Snapshot(long ReadAt, FrozenDictionary<string, Entry> Roles);
}
