namespace BroadbandHub.Portal.Contracts;

/// <summary>Where to go back to: only ever a path of this hub, whatever the address said.</summary>
public static class ReturnUrl
{
    // An application's request to sign somebody on carries its own state, of a thousand characters and more; a server takes 8,192 in a line.
    private const int Longest = 6000;

    public static string Safe(string? wanted, string otherwise = "/") =>
        wanted is { Length: > 0 and <= Longest } && wanted[0] == '/' && !wanted.StartsWith("//", StringComparison.Ordinal)
        && !wanted.StartsWith("/\\", StringComparison.Ordinal) && !wanted.Any(char.IsControl)
            ? wanted
            : otherwise;
}
