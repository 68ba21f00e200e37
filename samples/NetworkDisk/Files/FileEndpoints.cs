using Microsoft.AspNetCore.Mvc;
using NetworkDisk.Journal;

namespace NetworkDisk.Files;

/// <summary>
/// The files of a subscription: list, upload, download, delete. Every answered request counts as one, with the bytes of content that went up or down.
/// </summary>
internal static class FileEndpoints
{
    public const long LargestFile = 256 * 1024 * 1024;
    private const int LongestName = 200;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/files/{subscription}", List);
        routes.MapPut("/files/{subscription}/{name}", UploadAsync);
        routes.MapGet("/files/{subscription}/{name}", Download);
        routes.MapDelete("/files/{subscription}/{name}", Delete);
    }

    /// <summary>Takes a file in; null when it is in, otherwise why not.</summary>
    public static async Task<IResult?> StoreAsync(string subscription, string name, Stream content, Disk disk, FileContents contents, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (disk.Read(d => d.Active(subscription)) is null)
        {
            return Problems.UnknownSubscription;
        }

        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName || name.Any(char.IsControl))
        {
            return Problems.Of(400, "file.bad_name", $"A file's name has 1 to {LongestName} characters and no control characters.");
        }

        if (await contents.StoreAsync(content, LargestFile, clock, cancellationToken) is not { } stored)
        {
            return Problems.Of(413, "file.too_large", $"A file has at most {LargestFile:N0} bytes.");
        }

        var replaced = disk.Change<(bool Ok, string? Old)>(d =>
        {
            if (d.Active(subscription) is not { } found)
            {
                return ((false, null), null);
            }

            var old = found.Files.GetValueOrDefault(name);
            return ((true, old?.Content), new Used(clock.GetUtcNow(), subscription, stored.Bytes, new StoredFile(name, stored.Bytes, stored.Content), old?.Name));
        });
        if (!replaced.Ok)
        {
            contents.Remove(stored.Content);
            return Problems.UnknownSubscription;
        }

        if (replaced.Old is not null)
        {
            contents.Remove(replaced.Old);
        }

        return null;
    }

    private static IResult List(string subscription, Disk disk, TimeProvider clock) => disk.Change<IResult>(d => d.Active(subscription) is { } found
        ? (Results.Ok(new
        {
            items = found.Files.Values.OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => new { name = f.Name, bytes = f.Bytes }).ToList(),
            storedBytes = found.StoredBytes,
        }), new Used(clock.GetUtcNow(), subscription, 0, null, null))
        : (Problems.UnknownSubscription, null));

    private static async Task<IResult> UploadAsync(
        string subscription, string name, HttpRequest request, [FromServices] Disk disk, [FromServices] FileContents contents, TimeProvider clock, CancellationToken cancellationToken) =>
        await StoreAsync(subscription, name, request.Body, disk, contents, clock, cancellationToken) ?? Results.NoContent();

    private static IResult Download(string subscription, string name, Disk disk, FileContents contents, TimeProvider clock) => disk.Change<IResult>(d =>
    {
        if (d.Active(subscription) is not { } found)
        {
            return (Problems.UnknownSubscription, null);
        }

        return found.Files.TryGetValue(name, out var file)
            ? (Results.Stream(contents.Open(file.Content), "application/octet-stream", file.Name), new Used(clock.GetUtcNow(), subscription, file.Bytes, null, null))
            : (Problems.Of(404, "file.unknown", "There is no such file."), null);
    });

    private static IResult Delete(string subscription, string name, Disk disk, FileContents contents, TimeProvider clock)
    {
        var (answer, content) = disk.Change<(IResult, string?)>(d =>
        {
            if (d.Active(subscription) is not { } found)
            {
                return ((Problems.UnknownSubscription, null), null);
            }

            return found.Files.TryGetValue(name, out var file)
                ? ((Results.NoContent(), file.Content), new Used(clock.GetUtcNow(), subscription, 0, null, name))
                : ((Problems.Of(404, "file.unknown", "There is no such file."), null), null);
        });
        if (content is not null)
        {
            contents.Remove(content);
        }

        return answer;
    }
}
