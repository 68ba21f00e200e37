using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>A version by SemVer 2.0: major.minor.patch with an optional pre-release part. Build metadata is not allowed: it would name two folders alike.</summary>
internal sealed record SemVersion(int Major, int Minor, int Patch, string PreRelease) : IComparable<SemVersion>
{
    public static bool TryParse(string? text, [NotNullWhen(true)] out SemVersion? version)
    {
        version = null;
        if (string.IsNullOrEmpty(text) || text.Length > 40)
        {
            return false;
        }

        var dash = text.IndexOf('-', StringComparison.Ordinal);
        var pre = dash < 0 ? "" : text[(dash + 1)..];
        var numbers = (dash < 0 ? text : text[..dash]).Split('.');
        var preIsBad = dash >= 0 && pre.Split('.').Any(p => p.Length == 0 || !p.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'));
        if (numbers.Length != 3 || preIsBad
            || !TryNumber(numbers[0], out var major) || !TryNumber(numbers[1], out var minor) || !TryNumber(numbers[2], out var patch))
        {
            return false;
        }

        version = new SemVersion(major, minor, patch, pre);
        return true;
    }

    public int CompareTo(SemVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        var numbers = (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));
        return numbers != 0 ? numbers : ComparePreRelease(PreRelease, other.PreRelease);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}.{Patch}{(PreRelease.Length == 0 ? "" : "-" + PreRelease)}");

    private static bool TryNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && (text.Length == 1 || text[0] != '0');

    private static int ComparePreRelease(string left, string right)
    {
        if (left.Length == 0 || right.Length == 0)
        {
            // A release is higher than its pre-releases.
            return right.Length.CompareTo(left.Length);
        }

        var (a, b) = (left.Split('.'), right.Split('.'));
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var (aIsNumber, bIsNumber) = (long.TryParse(a[i], NumberStyles.None, CultureInfo.InvariantCulture, out var x), long.TryParse(b[i], NumberStyles.None, CultureInfo.InvariantCulture, out var y));
            var order = (aIsNumber, bIsNumber) switch
            {
                (true, true) => x.CompareTo(y),
                (true, false) => -1,
                (false, true) => 1,
                _ => string.CompareOrdinal(a[i], b[i]),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }
}
