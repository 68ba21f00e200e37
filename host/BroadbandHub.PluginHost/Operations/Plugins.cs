using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.Packages;
using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Operations;

/// <summary>What operators do with plugins.</summary>
internal sealed class Plugins(
    PluginStore store, PluginChanges changes, PluginRemoval removal, PluginViews views, VersionFolders folders, PackageStore packages, SettingsStore settings,
    NodeReports reports, RecentLogs recent) : IPlugins
{
    public Task<IReadOnlyList<PluginView>> ListAsync(CancellationToken cancellationToken) => views.ListAsync(cancellationToken);

    public Task<PluginDetail?> FindAsync(string pluginId, CancellationToken cancellationToken) => views.FindAsync(pluginId, cancellationToken);

    public IReadOnlyList<PluginLogLine> RecentLog(string pluginId) => recent.Of(pluginId);

    public Task<IReadOnlyList<NodeView>> NodesAsync(CancellationToken cancellationToken) => reports.NodesAsync(cancellationToken);

    public Task<Outcome<PackageView>> UploadAsync(Stream package, string by, CancellationToken cancellationToken) => packages.AddAsync(package, by, cancellationToken);

    public Task<Outcome<PluginView>> EnableAsync(string pluginId, string by, CancellationToken cancellationToken) => changes.ApplyAsync(
        pluginId,
        "enable",
        by,
        row =>
        {
            // Also when it is enabled already: that is how an operator has a faulted plugin tried again.
            row.Enabled = true;
            return null;
        },
        cancellationToken);

    /// <summary>From the same moment on no events are stored for it any more; those that are stored wait for it.</summary>
    public async Task<Outcome<PluginView>> DisableAsync(string pluginId, string by, CancellationToken cancellationToken)
    {
        if ((await DependentsAsync(pluginId, cancellationToken)).Select(d => d.Manifest.Id).ToList() is { Count: > 0 } dependents)
        {
            return HubError.Conflict("plugin.needed", $"{string.Join(", ", dependents)} {(dependents.Count == 1 ? "needs" : "need")} this plugin; disable that first.");
        }

        return await changes.ApplyAsync(
            pluginId,
            "disable",
            by,
            row =>
            {
                row.Enabled = false;
                return null;
            },
            cancellationToken);
    }

    public Task<Outcome<PluginDeleted>> DeleteAsync(string pluginId, string by, CancellationToken cancellationToken) => removal.DeleteAsync(pluginId, by, cancellationToken);

    public Task<Outcome<PluginView>> DeleteVersionAsync(string pluginId, string version, string by, CancellationToken cancellationToken) =>
        removal.DeleteVersionAsync(pluginId, version, by, cancellationToken);

    public async Task<Outcome<PluginView>> UpgradeAsync(string pluginId, string? version, string by, CancellationToken cancellationToken)
    {
        var there = (await folders.VersionsAsync(cancellationToken)).GetValueOrDefault(pluginId) ?? [];
        var target = version is null ? there.Count > 0 ? there[0] : null : there.FirstOrDefault(v => v.ToString() == version);
        if (target is null)
        {
            return HubError.NotFound("plugin.version_not_found", $"There is no version {version} of {pluginId}; there is {(there.Count == 0 ? "none" : string.Join(", ", there))}.");
        }

        return await ChangeVersionAsync(pluginId, "upgrade", _ => target.ToString(), by, cancellationToken);
    }

    public Task<Outcome<PluginView>> RollBackAsync(string pluginId, string by, CancellationToken cancellationToken) =>
        ChangeVersionAsync(pluginId, "roll back", row => row.PreviousVersion, by, cancellationToken);

    public async Task<Outcome<PluginView>> SaveSettingsAsync(
        string pluginId, IReadOnlyDictionary<string, string?> values, string by, CancellationToken cancellationToken)
    {
        if ((await store.DesiredAsync(cancellationToken)).Find(d => d.PluginId == pluginId) is not { } wish)
        {
            return HubError.NotFound("plugin.not_found", $"There is no plugin {pluginId}.");
        }

        IReadOnlyList<SettingDefinition> schema;
        try
        {
            schema = (await folders.AdmitAsync(pluginId, wish.Version, cancellationToken)).Manifest.Settings;
        }
        catch (RejectedException e)
        {
            return HubError.Conflict("plugin.rejected", e.Message);
        }

        if (values.Keys.FirstOrDefault(k => schema.All(s => s.Key != k)) is { } unknown)
        {
            return HubError.Invalid("plugin.setting_unknown", $"The plugin has no setting \"{unknown}\".", unknown);
        }

        foreach (var setting in schema)
        {
            var keeps = setting.Type == SettingType.Secret && string.IsNullOrEmpty(values.GetValueOrDefault(setting.Key)) && SettingsStore.HasValue(wish.SettingsJson, setting.Key);
            if (!keeps && SettingsReader.Check(setting, values.GetValueOrDefault(setting.Key)) is { } problem)
            {
                return HubError.Invalid("plugin.setting_invalid", problem, setting.Key);
            }
        }

        return await changes.ApplyAsync(
            pluginId,
            "settings",
            by,
            row =>
            {
                row.SettingsJson = settings.Change(row.SettingsJson, schema, values);
                return null;
            },
            cancellationToken);
    }

    private async Task<Outcome<PluginView>> ChangeVersionAsync(
        string pluginId, string action, Func<DesiredPlugin, string?> choose, string by, CancellationToken cancellationToken)
    {
        var dependents = await DependentsAsync(pluginId, cancellationToken);
        return await changes.ApplyAsync(
            pluginId,
            action,
            by,
            row =>
            {
                if (choose(row) is not { } version)
                {
                    return HubError.Conflict("plugin.no_previous_version", $"The plugin {pluginId} has had no other version to go back to.");
                }

                if (version == row.Version)
                {
                    return HubError.Conflict("plugin.same_version", $"The plugin {pluginId} has the version {version} already.");
                }

                if (SemVersion.TryParse(version, out var target)
                    && dependents.FirstOrDefault(d => !d.Requirement.Versions.Contains(target)) is { Manifest: not null } blocked)
                {
                    return HubError.Conflict("plugin.needed", $"{blocked.Manifest.Id} needs {pluginId} in version {blocked.Requirement.Versions}; change that plugin first.");
                }

                (row.PreviousVersion, row.Version) = (row.Version, version);
                return null;
            },
            cancellationToken);
    }

    /// <summary>The enabled plugins that require this one.</summary>
    private async Task<IReadOnlyList<(PluginManifest Manifest, ManifestRequirement Requirement)>> DependentsAsync(string pluginId, CancellationToken cancellationToken)
    {
        var found = new List<(PluginManifest, ManifestRequirement)>();
        foreach (var wish in (await store.DesiredAsync(cancellationToken)).Where(d => d.Enabled && d.PluginId != pluginId))
        {
            try
            {
                var manifest = (await folders.AdmitAsync(wish.PluginId, wish.Version, cancellationToken)).Manifest;
                found.AddRange(manifest.Requires.Where(r => r.Id == pluginId).Select(r => (manifest, r)));
            }
            catch (Exception e) when (e is RejectedException or IOException)
            {
                // What does not run needs nobody.
            }
        }

        return found;
    }
}
