namespace BroadbandHub.Portal.Contracts;

/// <summary>Where to go back to: only ever a path of this hub, whatever the address said.</summary>
public static class ReturnUrl
{
    public static string Safe(string? wanted, string otherwise = "/") =>
        wanted is { Length: > 0 and <= 2000 } && wanted[0] == '/' && !wanted.StartsWith("//", StringComparison.Ordinal)
        && !wanted.StartsWith("/\\", StringComparison.Ordinal) && !wanted.Any(char.IsControl)
            ? wanted
            : otherwise;
}
