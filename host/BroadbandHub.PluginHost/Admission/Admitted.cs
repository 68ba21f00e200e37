using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Admission;

/// <summary>A version folder that may be loaded.</summary>
internal sealed record Admitted(PluginManifest Manifest, string Folder, string EntryType, IReadOnlyList<string> Warnings)
{
    public string AssemblyPath => Path.Combine(Folder, Manifest.Assembly);
}

/// <summary>Decides about one version folder without loading anything of it.</summary>
internal static class Admit
{
    /// <summary>The SDK version of this host: it accepts the same major and its own minor or lower.</summary>
    public static readonly Version HostSdk = new(0, 1);

    /// <exception cref="RejectedException">It may not; the message is the sentence for the operator.</exception>
    public static Admitted Folder(string folder)
    {
        var manifest = ManifestReader.ReadFolder(folder);
        var (name, parent) = (Path.GetFileName(folder), Path.GetFileName(Path.GetDirectoryName(folder)));
        if (name != manifest.Version.ToString() || parent != manifest.Id)
        {
            throw new RejectedException(
                $"plugin.json says {manifest.Id} {manifest.Version}, but it lies in the folder {parent}/{name}; the folder must be {manifest.Id}/{manifest.Version}.");
        }

        CheckSdkVersion(manifest.Sdk);
        CheckFiles(folder, manifest);
        return CheckAssembly(folder, manifest);
    }

    private static void CheckSdkVersion(string sdk)
    {
        var wanted = Version.Parse(sdk);
        if (wanted.Major != HostSdk.Major || wanted.Minor > HostSdk.Minor)
        {
            throw new RejectedException($"The plugin is built for SDK {sdk}, this hub has SDK {HostSdk}; {(wanted > HostSdk ? "update the hub" : "ask the plugin's owner for a newer version")}.");
        }
    }

    private static void CheckFiles(string folder, PluginManifest manifest)
    {
        if (!File.Exists(Path.Combine(folder, manifest.Assembly)))
        {
            throw new RejectedException($"The assembly {manifest.Assembly} that plugin.json names is not in the folder; lay the plugin out again.");
        }

        if (!File.Exists(Path.Combine(folder, Path.ChangeExtension(manifest.Assembly, ".deps.json"))))
        {
            throw new RejectedException(
                $"{Path.ChangeExtension(manifest.Assembly, ".deps.json")} is missing, so the plugin's own libraries could not be found; lay the plugin out with dotnet publish.");
        }

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        foreach (var file in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories))
        {
            if (new FileInfo(file).LinkTarget is not null && !Path.GetFullPath(new FileInfo(file).ResolveLinkTarget(true)!.FullName).StartsWith(root, StringComparison.Ordinal))
            {
                throw new RejectedException($"{Path.GetRelativePath(folder, file)} is a link that leads out of the plugin's folder; replace it by the file itself.");
            }

            if (file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) && SharedAssemblies.MayNotBeCopied(Path.GetFileNameWithoutExtension(file)))
            {
                throw new RejectedException(
                    $"The folder holds a copy of {Path.GetFileName(file)}, which the hub provides; reference it with Private=\"false\" ExcludeAssets=\"runtime\" and lay the plugin out again.");
            }
        }
    }

    private static Admitted CheckAssembly(string folder, PluginManifest manifest)
    {
        var (entry, warnings) = Reading(manifest.Assembly, () =>
        {
            using var assembly = new AssemblyCheck(Path.Combine(folder, manifest.Assembly));
            assembly.CheckFramework();
            assembly.CheckReferences(HostSurface.Current);
            assembly.CheckSurface(HostSurface.Current);
            var entry = assembly.FindEntry();
            assembly.CheckRenderModes();
            return (entry, assembly.Warnings().ToList());
        });
        return new Admitted(manifest, folder, entry, [.. warnings, .. CheckLibraries(folder, manifest)]);
    }

    /// <summary>What is wrong inside a damaged assembly comes up as almost any exception; it is the assembly's fault, never the hub's end.</summary>
    private static T Reading<T>(string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (RejectedException or IOException or UnauthorizedAccessException or OutOfMemoryException))
        {
            throw new RejectedException($"{file} is damaged; build and lay out the plugin again.");
        }
    }

    /// <summary>
    /// The other assemblies of the folder: what they use of the SDK must exist just as well, or a part of the plugin fails in the middle of its work. Answers
    /// their warnings. Files that are no .NET assemblies are none of ours: native libraries.
    /// </summary>
    private static List<string> CheckLibraries(string folder, PluginManifest manifest)
    {
        var warnings = new List<string>();
        foreach (var file in Directory.EnumerateFiles(folder, "*.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (Path.GetRelativePath(folder, file) == manifest.Assembly || !Reading(Path.GetFileName(file), () => AssemblyCheck.IsManaged(file)))
            {
                continue;
            }

            warnings.AddRange(Reading(Path.GetFileName(file), () =>
            {
                using var library = new AssemblyCheck(file);
                library.CheckLibraryReferences(HostSurface.Current);
                library.CheckSurface(HostSurface.Current);
                library.CheckRenderModes();
                return library.Warnings().ToList();
            }));
        }

        return warnings;
    }
}
