namespace NetworkDisk.Files;

/// <summary>The contents of files, each under a name of ours: what people call a file never becomes a path.</summary>
internal sealed class FileContents
{
    private readonly string folder;

    public FileContents(string dataFolder)
    {
        folder = Path.Combine(dataFolder, "files");
        Directory.CreateDirectory(folder);
    }

    /// <summary>Stores a content for good and says where, or null when it is longer than allowed.</summary>
    public async Task<(string Content, long Bytes)?> StoreAsync(Stream from, long most, TimeProvider clock, CancellationToken cancellationToken)
    {
        var content = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        long bytes = 0;
        try
        {
            await using var file = new FileStream(PathOf(content), FileMode.CreateNew, FileAccess.Write);
            var buffer = new byte[81_920];
            int count;
            while ((count = await from.ReadAsync(buffer, cancellationToken)) > 0)
            {
                bytes += count;
                if (bytes > most)
                {
                    break;
                }

                await file.WriteAsync(buffer.AsMemory(0, count), cancellationToken);
            }

            file.Flush(flushToDisk: true);
        }
        catch
        {
            Remove(content);
            throw;
        }

        if (bytes <= most)
        {
            return (content, bytes);
        }

        Remove(content);
        return null;
    }

    public Stream Open(string content) => File.OpenRead(PathOf(content));

    public void Remove(string content) => File.Delete(PathOf(content));

    private string PathOf(string content) => Path.Combine(folder, content);
}
