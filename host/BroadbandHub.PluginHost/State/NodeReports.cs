using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.State;

/// <summary>Writes what this node says of its plugins, and reads what all live nodes say.</summary>
internal sealed class NodeReports(PluginStore store, HubNode node, TimeProvider clock)
{
    public static readonly TimeSpan LiveWithin = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromHours(1);
    private readonly Dictionary<string, SlotState> reported = new(StringComparer.Ordinal);
    private DateTimeOffset beatAt = DateTimeOffset.MinValue;

    public Task RegisterAsync(CancellationToken cancellationToken) => store.WriteAsync(
        async db =>
        {
            var now = clock.GetUtcNow();
            var old = now - ForgetAfter;
            var gone = await db.Nodes.Where(n => n.HeartbeatAt < old || n.Name == node.Name).Select(n => n.Name).ToListAsync(cancellationToken);
            await db.NodePlugins.Where(p => gone.Contains(p.Node)).ExecuteDeleteAsync(cancellationToken);
            await db.Nodes.Where(n => gone.Contains(n.Name)).ExecuteDeleteAsync(cancellationToken);
            db.Nodes.Add(new NodeRow { Name = node.Name, StartedAt = now, HeartbeatAt = now });
            beatAt = now;
        },
        cancellationToken);

    /// <summary>Writes only what changed, and the heartbeat when it is time.</summary>
    public async Task ReportAsync(IReadOnlyDictionary<string, SlotState> states, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var changed = states.Where(s => !reported.TryGetValue(s.Key, out var before) || before != s.Value).ToList();
        if (changed.Count == 0 && now - beatAt < BeatEvery)
        {
            return;
        }

        await store.WriteAsync(
            async db =>
            {
                if (await db.Nodes.Where(n => n.Name == node.Name).ExecuteUpdateAsync(set => set.SetProperty(n => n.HeartbeatAt, now), cancellationToken) == 0)
                {
                    db.Nodes.Add(new NodeRow { Name = node.Name, StartedAt = now, HeartbeatAt = now });
                }

                foreach (var (id, state) in changed)
                {
                    await WriteAsync(db, id, state, cancellationToken);
                }
            },
            cancellationToken);
        beatAt = now;
        foreach (var (id, state) in changed)
        {
            reported[id] = state;
        }
    }

    /// <summary>The next report of the plugin is its first.</summary>
    public void Forget(string pluginId) => reported.Remove(pluginId);

    /// <summary>This node goes: it is not live any more from now on.</summary>
    public Task LeaveAsync(CancellationToken cancellationToken) => store.WriteAsync(
        db => db.Nodes.Where(n => n.Name == node.Name)
            .ExecuteUpdateAsync(set => set.SetProperty(n => n.HeartbeatAt, clock.GetUtcNow() - LiveWithin), cancellationToken),
        cancellationToken);

    public async Task<IReadOnlyList<NodeView>> NodesAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetUtcNow() - LiveWithin;
        var rows = await store.ReadAsync(db => db.Nodes.AsNoTracking().OrderBy(n => n.Name).ToListAsync(cancellationToken));
        return rows.Select(n => new NodeView(n.Name, n.StartedAt, n.HeartbeatAt, n.HeartbeatAt > since)).ToList();
    }

    /// <summary>What the live nodes say, by plugin; a live node that has said nothing of a plugin is not in the list.</summary>
    public async Task<(IReadOnlyList<string> Live, ILookup<string, NodePluginRow> Rows)> ReadAsync(CancellationToken cancellationToken)
    {
        var live = (await NodesAsync(cancellationToken)).Where(n => n.Live).Select(n => n.Name).ToList();
        var rows = await store.ReadAsync(db => db.NodePlugins.AsNoTracking().Where(p => live.Contains(p.Node)).OrderBy(p => p.Node).ToListAsync(cancellationToken));
        return (live, rows.ToLookup(r => r.PluginId, StringComparer.Ordinal));
    }

    private async Task WriteAsync(PluginsDb db, string pluginId, SlotState state, CancellationToken cancellationToken)
    {
        var reason = state.Reason is { Length: > NodePluginRow.LongestReason } ? state.Reason[..NodePluginRow.LongestReason] : state.Reason;
        var updated = await db.NodePlugins.Where(p => p.Node == node.Name && p.PluginId == pluginId).ExecuteUpdateAsync(
            set => set.SetProperty(p => p.Version, state.Version).SetProperty(p => p.Status, state.Status).SetProperty(p => p.Reason, reason)
                .SetProperty(p => p.Revision, state.Revision).SetProperty(p => p.At, state.At),
            cancellationToken);
        if (updated == 0)
        {
            db.NodePlugins.Add(new NodePluginRow
            {
                Node = node.Name, PluginId = pluginId, Version = state.Version, Status = state.Status, Reason = reason, Revision = state.Revision, At = state.At,
            });
        }
    }
}
