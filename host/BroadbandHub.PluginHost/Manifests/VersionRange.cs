using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>A range of versions: <c>*</c>, or comparisons that must all hold, such as <c>&gt;=1.2.0 &lt;2.0.0</c>; a bare version means that one or higher.</summary>
internal sealed class VersionRange
{
    private readonly IReadOnlyList<(string Operator, SemVersion Version)> parts;
    private readonly string text;

    private VersionRange(string text, IReadOnlyList<(string Operator, SemVersion Version)> parts)
    {
        this.text = text;
        this.parts = parts;
    }

    public static bool TryParse(string? text, [NotNullWhen(true)] out VersionRange? range)
    {
        range = null;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        var parts = new List<(string, SemVersion)>();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (word == "*")
            {
                continue;
            }

            var comparison = new[] { ">=", "<=", ">", "<", "=" }.FirstOrDefault(o => word.StartsWith(o, StringComparison.Ordinal)) ?? "";
            if (!SemVersion.TryParse(word[comparison.Length..], out var version))
            {
                return false;
            }

            parts.Add((comparison.Length == 0 ? ">=" : comparison, version));
        }

        range = new VersionRange(text, parts);
        return true;
    }

    public bool Contains(SemVersion version) => parts.All(p => p.Operator switch
    {
        ">=" => version.CompareTo(p.Version) >= 0,
        "<=" => version.CompareTo(p.Version) <= 0,
        ">" => version.CompareTo(p.Version) > 0,
        "<" => version.CompareTo(p.Version) < 0,
        _ => version.CompareTo(p.Version) == 0,
    });

    public override string ToString() => text;
}
