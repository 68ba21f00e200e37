using System.Text;
using BroadbandHub.Sdk;
using Microsoft.AspNetCore.WebUtilities;

namespace BroadbandHub.Identity.Organisations;

/// <summary>Where a list that is ordered by name goes on: after this name. Names are unique, so nothing is shown twice or left out.</summary>
internal static class NameCursor
{
    // The longest of what lists are ordered by: an e-mail address.
    private const int Most = 256;

    public static readonly HubError Wrong = HubError.Invalid("list.cursor_wrong", "The cursor is not one that this list gave. Begin without a cursor.", "cursor");

    public static string Write(string name) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(name));

    public static bool TryRead(string? cursor, out string? name)
    {
        name = null;
        if (string.IsNullOrEmpty(cursor))
        {
            return true;
        }

        try
        {
            name = new UTF8Encoding(false, true).GetString(WebEncoders.Base64UrlDecode(cursor));
            return name.Length is > 0 and <= Most;
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            return false;
        }
    }
}
