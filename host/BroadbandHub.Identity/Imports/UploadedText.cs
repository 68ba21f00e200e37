using BroadbandHub.Sdk;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.Identity.Imports;

/// <summary>The text of the file that a form brought.</summary>
internal static class UploadedText
{
    // What a character takes at most, so that the limit on characters is the one that people meet.
    private const long MostBytes = 3L * ImportDraft.MostCharacters;

    public static HubError BadSize => HubError.Invalid("import.bad_size", "Choose a CSV file with at most two million characters.", "file");

    public static async Task<Outcome<string>> ReadAsync(HttpContext context)
    {
        if (context.Request.Form.Files["file"] is not { Length: > 0 and <= MostBytes } file)
        {
            return BadSize;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        return CsvText.Decode(content.GetBuffer().AsSpan(0, (int)content.Length));
    }
}
