using System.Security.Cryptography;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.PluginHost.Operations;
using BroadbandHub.PluginHost.State;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Packages;

/// <summary>Uploaded packages: kept for all nodes in the file store, unpacked on each into a folder that never changes.</summary>
internal sealed class PackageStore(PluginStore store, IFileStore files, IOptions<PluginHostOptions> options, TimeProvider clock)
{
    private const int ShaLength = 16;

    private string Cache => Path.Combine(options.Value.CacheFolder, "plugins");

    public async Task<Outcome<PackageView>> AddAsync(Stream package, string by, CancellationToken cancellationToken)
    {
        if (await ReadAsync(package, cancellationToken) is not { } zip)
        {
            return HubError.Invalid("package.too_large", $"A package has at most {PackageArchive.MostPackedBytes / 1024 / 1024} MiB.");
        }

        var temporary = Path.Combine(options.Value.CacheFolder, "incoming", Guid.CreateVersion7(clock.GetUtcNow()).ToString("n"));
        try
        {
            var manifest = PackageArchive.ReadManifest(zip);
            var folder = Path.Combine(temporary, manifest.Id, manifest.Version.ToString());
            Directory.CreateDirectory(folder);
            PackageArchive.Unpack(zip, folder);
            var admitted = Admit.Folder(folder);
            return await KeepAsync(zip, admitted, by, cancellationToken);
        }
        catch (RejectedException e)
        {
            return HubError.Invalid("package.rejected", e.Message);
        }
        finally
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }
        }
    }

    public Task<List<StoredPackage>> ListAsync(CancellationToken cancellationToken) =>
        store.ReadAsync(db => db.Packages.AsNoTracking().ToListAsync(cancellationToken));

    /// <summary>The folder of a package on this node, unpacked now when it is not there yet; null when there is no such package.</summary>
    public async Task<string?> FolderAsync(string pluginId, string version, CancellationToken cancellationToken)
    {
        var row = await store.ReadAsync(db => db.Packages.AsNoTracking().FirstOrDefaultAsync(p => p.PluginId == pluginId && p.Version == version, cancellationToken));
        if (row is null)
        {
            return null;
        }

        // By content: a version that was deleted and came again is another one.
        var folder = Path.Combine(Cache, row.Sha256[..ShaLength], pluginId, version);
        if (Directory.Exists(folder))
        {
            return folder;
        }

        var zip = await files.ReadAsync(row.FileName, cancellationToken);
        if (zip is null || Convert.ToHexStringLower(SHA256.HashData(zip)) != row.Sha256)
        {
            throw new RejectedException($"The stored package of {pluginId} {version} is missing or damaged; upload it again under a new version.");
        }

        // Unpacked beside its place and moved there whole: a half one is never seen.
        var temporary = Path.Combine(options.Value.CacheFolder, "unpacking", Guid.CreateVersion7(clock.GetUtcNow()).ToString("n"));
        Directory.CreateDirectory(temporary);
        try
        {
            PackageArchive.Unpack(zip, temporary);
            Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
            Directory.Move(temporary, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            Directory.Delete(temporary, recursive: true);
        }

        return folder;
    }

    /// <summary>Drops the files of packages that are not stored any more, and what was unpacked of them on this node.</summary>
    public async Task ForgetAsync(IReadOnlyCollection<string> fileNames, CancellationToken cancellationToken)
    {
        foreach (var name in fileNames)
        {
            await files.DeleteAsync(name, cancellationToken);
        }

        await SweepAsync(cancellationToken);
    }

    /// <summary>Deletes the folders of packages that another node has deleted, or this one before it was restarted.</summary>
    public async Task SweepAsync(CancellationToken cancellationToken)
    {
        // First the folders, then the rows: what is unpacked in between has its row.
        var there = Directory.Exists(Cache) ? Directory.GetDirectories(Cache) : [];
        var wanted = (await ListAsync(cancellationToken)).Select(p => p.Sha256[..ShaLength]).ToHashSet(StringComparer.Ordinal);
        foreach (var folder in there.Where(f => !wanted.Contains(Path.GetFileName(f))))
        {
            try
            {
                Directory.Delete(folder, recursive: true);
            }
            catch (IOException)
            {
                // Somebody reads in it; the next start finds it again.
            }
        }
    }

    private static async Task<byte[]?> ReadAsync(Stream package, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        var buffer = new byte[81_920];
        for (int read; (read = await package.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (content.Length + read > PackageArchive.MostPackedBytes)
            {
                return null;
            }

            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }

    private async Task<Outcome<PackageView>> KeepAsync(byte[] zip, Admitted admitted, string by, CancellationToken cancellationToken)
    {
        var (id, version) = (admitted.Manifest.Id, admitted.Manifest.Version.ToString());
        var sha = Convert.ToHexStringLower(SHA256.HashData(zip));
        var there = await store.ReadAsync(db => db.Packages.AsNoTracking().FirstOrDefaultAsync(p => p.PluginId == id && p.Version == version, cancellationToken));
        if (there is not null && there.Sha256 != sha)
        {
            return HubError.Conflict("package.version_exists", $"There already is another package of {id} {version}; a version never changes, so give this one a new version.");
        }

        if (there is null)
        {
            var row = new StoredPackage
            {
                PluginId = id, Version = version, FileName = $"packages/{id}/{version}-{sha[..ShaLength]}.zip", Bytes = zip.LongLength, Sha256 = sha, UploadedBy = by, UploadedAt = clock.GetUtcNow(),
            };
            await files.WriteAsync(row.FileName, zip, cancellationToken);
            await store.WriteAsync(
                async (db, _, log) =>
                {
                    db.Packages.Add(row);
                    if (!await db.Desired.AnyAsync(d => d.PluginId == id, cancellationToken))
                    {
                        db.Desired.Add(new DesiredPlugin { PluginId = id, Version = version, ChangedBy = by, ChangedAt = clock.GetUtcNow() });
                    }

                    db.Changes.Add(new ChangeRow { Id = Guid.CreateVersion7(clock.GetUtcNow()), PluginId = id, Action = "upload", ToVersion = version, By = by, At = clock.GetUtcNow() });
                    await log.AddAsync(PluginChangeKinds.Of("upload"), new Change().About("plugin", id, id).With("version", version), cancellationToken);
                    return true;
                },
                _ => true,
                cancellationToken);
        }

        return new PackageView(id, version, zip.LongLength, sha, admitted.Warnings);
    }
}
