using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.PluginHost.State;

/// <summary>Gives each table prefix to one plugin. A prefix in the database that is no plugin's belongs to the hub itself.</summary>
internal sealed class TablePrefixes(PluginStore store, IHubDatabase database)
{
    private const string HistorySuffix = "__migrations";

    public async Task ClaimAsync(string prefix, string pluginId, CancellationToken cancellationToken)
    {
        string? owner;
        try
        {
            owner = await OtherOwnerAsync(prefix, pluginId, cancellationToken);
        }
        catch (DbUpdateException)
        {
            // Two plugins started together, and the database told who was first.
            owner = await OtherOwnerAsync(prefix, pluginId, cancellationToken);
        }

        if (owner is not null)
        {
            throw new PluginFailedException($"Its table prefix \"{prefix}\" collides with that of {owner}; choose another.");
        }
    }

    private async Task<string?> OtherOwnerAsync(string prefix, string pluginId, CancellationToken cancellationToken)
    {
        var inUse = await HistoriesAsync(cancellationToken);
        return await store.WriteAsync(
            async db =>
            {
                var claimed = await db.Prefixes.AsNoTracking().ToListAsync(cancellationToken);
                if (claimed.Exists(c => c.Prefix == prefix && c.PluginId == pluginId))
                {
                    return null;
                }

                if (claimed.Find(c => Collide(c.Prefix, prefix) && c.PluginId != pluginId) is { } other)
                {
                    return $"the plugin {other.PluginId}";
                }

                if (inUse.Except(claimed.Select(c => c.Prefix)).Any(own => Collide(own, prefix)))
                {
                    return "the hub itself";
                }

                db.Prefixes.Add(new PrefixRow { Prefix = prefix, PluginId = pluginId });
                return null;
            },
            refusal => refusal is null,
            cancellationToken);
    }

    private async Task<List<string>> HistoriesAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = database.Provider == DatabaseProvider.Sqlite
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE '%migrations'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name LIKE '%migrations'";
        var prefixes = new List<string>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var name = reader.GetString(0);
            if (name.EndsWith(HistorySuffix, StringComparison.Ordinal))
            {
                prefixes.Add(name[..^HistorySuffix.Length]);
            }
        }

        return prefixes;
    }

    private static bool Collide(string left, string right) =>
        left.StartsWith(right, StringComparison.Ordinal) || right.StartsWith(left, StringComparison.Ordinal);
}
