using System.IO.Compression;
using BroadbandHub.PluginHost.Manifests;

namespace BroadbandHub.PluginHost.Packages;

/// <summary>A package: a zip with plugin.json at its root. Nothing in it is believed: names, sizes and counts are checked while it is unpacked.</summary>
internal static class PackageArchive
{
    public const long MostPackedBytes = 64L * 1024 * 1024;
    private const long MostUnpackedBytes = 256L * 1024 * 1024;
    private const int MostEntries = 4_000;
    private const int LongestName = 200;
    private const int UnixTypeMask = 0xF000;
    private const int UnixLink = 0xA000;

    public static PluginManifest ReadManifest(byte[] zip)
    {
        using var archive = Open(zip);
        var entry = archive.GetEntry(ManifestReader.FileName)
            ?? throw new RejectedException("The package has no plugin.json at its root; zip the content of the version folder, not the folder itself.");
        using var content = new MemoryStream();
        var left = MostUnpackedBytes;
        Copy(entry, content, ref left);
        return ManifestReader.Read(content.ToArray());
    }

    /// <summary>Unpacks into an empty folder.</summary>
    public static void Unpack(byte[] zip, string folder)
    {
        using var archive = Open(zip);
        if (archive.Entries.Count > MostEntries)
        {
            throw new RejectedException($"The package has {archive.Entries.Count} entries, {MostEntries} are allowed.");
        }

        var root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var left = MostUnpackedBytes;
        foreach (var entry in archive.Entries)
        {
            var target = Target(entry, root);
            if (target.EndsWith(Path.DirectorySeparatorChar))
            {
                Directory.CreateDirectory(target);
                continue;
            }

            if (!seen.Add(target))
            {
                throw new RejectedException($"The package has \"{entry.FullName}\" twice.");
            }

            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            using var file = new FileStream(target, FileMode.CreateNew);
            Copy(entry, file, ref left);
        }
    }

    private static string Target(ZipArchiveEntry entry, string root)
    {
        var name = entry.FullName;
        var isBad = name.Length is 0 or > LongestName || name[0] == '/' || name.AsSpan().IndexOfAny('\\', ':', '\0') >= 0
            || name.TrimEnd('/').Split('/').Any(part => part is "" or "." or "..");
        var full = isBad ? "" : Path.GetFullPath(Path.Combine(root, name));
        if (isBad || !full.StartsWith(root, StringComparison.Ordinal))
        {
            throw new RejectedException($"The package has the entry \"{(name.Length > 80 ? name[..80] + "…" : name)}\", which leads out of its folder; it was not unpacked.");
        }

        return ((entry.ExternalAttributes >> 16) & UnixTypeMask) == UnixLink
            ? throw new RejectedException($"The package has the link \"{name}\"; only files and folders are allowed.")
            : full;
    }

    private static void Copy(ZipArchiveEntry entry, Stream target, ref long left)
    {
        try
        {
            using var source = entry.Open();
            var buffer = new byte[81_920];
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                // What the directory of the zip says about sizes may be a lie; what comes out is counted.
                left -= read;
                if (left < 0)
                {
                    throw new RejectedException($"The package unpacks to more than {MostUnpackedBytes / 1024 / 1024} MiB.");
                }

                target.Write(buffer, 0, read);
            }
        }
        catch (InvalidDataException)
        {
            throw new RejectedException($"The entry \"{entry.FullName}\" of the package is damaged; upload it again.");
        }
    }

    private static ZipArchive Open(byte[] zip)
    {
        try
        {
            var archive = new ZipArchive(new MemoryStream(zip, writable: false), ZipArchiveMode.Read);

            // The directory is read when it is first asked for: now, so that a damaged one is found here.
            _ = archive.Entries;
            return archive;
        }
        catch (InvalidDataException)
        {
            throw new RejectedException("This is no zip file, or a damaged one; upload it again.");
        }
    }
}
