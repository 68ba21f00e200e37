using System.Collections.Concurrent;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Manifests;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Packages;

/// <summary>Which versions of which plugins this node can run: folders that plugins.json lists, and packages.</summary>
internal sealed class VersionFolders(PackageStore packages, IOptions<PluginHostOptions> options)
{
    private readonly ConcurrentDictionary<string, Verdict> verdicts = new(StringComparer.Ordinal);

    public IReadOnlyList<PluginListEntry> Listed { get; } = PluginList.Read(options.Value.ListFile);

    /// <summary>Plugin id → its versions, highest first.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<SemVersion>>> VersionsAsync(CancellationToken cancellationToken)
    {
        var folders = Listed.SelectMany(l => PluginList.VersionFolders(l.Path).Select(f => (l.Id, Version: Path.GetFileName(f))));
        var uploaded = (await packages.ListAsync(cancellationToken)).Select(p => (Id: p.PluginId, p.Version));
        return folders.Concat(uploaded)
            .Select(v => (v.Id, Version: SemVersion.TryParse(v.Version, out var version) ? version : null))
            .Where(v => v.Version is not null)
            .GroupBy(v => v.Id, v => v.Version!, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => (IReadOnlyList<SemVersion>)[.. g.Distinct().OrderDescending()], StringComparer.Ordinal);
    }

    /// <summary>Admits a version that is to run here.</summary>
    /// <exception cref="RejectedException">It may not, or it is not here.</exception>
    public async Task<Admitted> AdmitAsync(string pluginId, string version, CancellationToken cancellationToken)
    {
        var listed = Listed.FirstOrDefault(l => l.Id == pluginId);
        var folders = listed is null ? [] : PluginList.VersionFolders(listed.Path);
        var folder = folders.FirstOrDefault(f => Path.GetFileName(f) == version) ?? await packages.FolderAsync(pluginId, version, cancellationToken);
        if (folder is null)
        {
            throw listed is not null && folders.Count == 0
                ? new RejectedException($"There is no plugin.json in {listed.Path} or its version folders; build and lay out the plugins.")
                : new RejectedException($"Version {version} is not on this node; it has {(folders.Count == 0 ? "no version of this plugin" : string.Join(", ", folders.Select(Path.GetFileName)))}.");
        }

        var admitted = Admit(folder);
        return admitted.Manifest.Id == pluginId
            ? admitted
            : throw new RejectedException($"plugins.json says {pluginId}, but the folder {folder} holds the plugin {admitted.Manifest.Id}.");
    }

    private Admitted Admit(string folder)
    {
        // Folders do not change while a node runs, except on a developer's machine, who builds again and enables again.
        var stamp = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(File.GetLastWriteTimeUtc).DefaultIfEmpty().Max().Ticks;
        if (!verdicts.TryGetValue(folder, out var verdict) || verdict.Stamp != stamp)
        {
            verdict = Judge(folder, stamp);
            verdicts[folder] = verdict;
        }

        return verdict.Admitted ?? throw new RejectedException(verdict.Reason!);
    }

    private static Verdict Judge(string folder, long stamp)
    {
        try
        {
            return new Verdict(stamp, Admission.Admit.Folder(folder), null);
        }
        catch (RejectedException e)
        {
            return new Verdict(stamp, null, e.Message);
        }
    }

    private sealed record Verdict(long Stamp, Admitted? Admitted, string? Reason);
}
