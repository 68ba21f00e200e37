using BroadbandHub.PluginHost.Runtime;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Net.Http.Headers;

namespace BroadbandHub.PluginHost.Http;

/// <summary>Files from the <c>wwwroot</c> of a running plugin's version folder.</summary>
internal static class PluginStaticFiles
{
    private static readonly FileExtensionContentTypeProvider ContentTypes = new();

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapMethods("/_plugins/{id}/{**file}", ["GET", "HEAD"], (string id, string? file, Generations generations, HttpContext context) => Serve(id, file, generations, context))
        .AllowAnonymous().ExcludeFromDescription();

    /// <summary>The file's full path, or null when the path leads out of the folder, to nothing, or to a hidden file.</summary>
    internal static string? Find(string folder, string? file)
    {
        if (string.IsNullOrEmpty(file) || file.AsSpan().IndexOfAny('\\', '\0', ':') >= 0
            || file.Split('/').Any(part => part is "" or "." or ".." || part.StartsWith('.')))
        {
            return null;
        }

        var root = Path.GetFullPath(Path.Combine(folder, "wwwroot")) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, file));
        return full.StartsWith(root, StringComparison.Ordinal) && File.Exists(full) && new FileInfo(full).LinkTarget is null ? full : null;
    }

    private static IResult Serve(string id, string? file, Generations generations, HttpContext context)
    {
        if (generations.Current(id) is not { } generation || Find(generation.Folder, file) is not { } path)
        {
            return Results.NotFound();
        }

        // A version's files never change; the browser only has to ask whether the version still is the same.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        return Results.File(
            path,
            ContentTypes.TryGetContentType(path, out var type) ? type : "application/octet-stream",
            entityTag: new EntityTagHeaderValue($"\"{generation.Version}-{new FileInfo(path).Length:x}\""));
    }
}
