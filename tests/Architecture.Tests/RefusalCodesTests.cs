using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Codes of refusals are an interface: machines depend on them.</summary>
public sealed partial class RefusalCodesTests
{
    [Fact]
    public void Codes_are_lower_case_with_dots_and_mean_one_thing() => House.Holds(Check(Sources(Repository.Root)));

    [Theory]
    [InlineData("HubError.Invalid(\"BadThing\", \"…\")")]
    [InlineData("HubError.Conflict(\"thing\", \"…\")")]
    [InlineData("new HubError(ErrorKind.Invalid, \"thing-is.bad\", \"…\")")]
    [InlineData("HubError.NotFound(\"thing.unknown\", \"…\"); HubError.Conflict(\"thing.unknown\", \"…\")")]
    public void A_code_that_is_malformed_or_of_two_kinds_is_seen(string source) => Assert.NotEmpty(Check([("A.cs", source)]));

    [Fact]
    public void The_same_refusal_in_two_places_is_fine() => Assert.Empty(Check(
        [("A.cs", "HubError.NotFound(\"thing.unknown\", \"…\")"), ("B.cs", "HubError.NotFound(\n    \"thing.unknown\", \"…\")")]));

    private static IEnumerable<(string File, string Text)> Sources(string root) => Repository.Files(root, ".cs", ".razor")
        .Where(f => f.Split('/')[0] is "sdk" or "host" or "plugins").Select(f => (f, File.ReadAllText(Path.Combine(root, f))));

    private static List<string> Check(IEnumerable<(string File, string Text)> sources)
    {
        var uses = (from source in sources
                    from match in RefusalPattern().Matches(source.Text)
                    select (source.File, Kind: match.Groups["kind"].Value, Code: match.Groups["code"].Value)).ToList();
        var malformed = uses.Where(u => !CodePattern().IsMatch(u.Code)).Select(u => $"{u.File}: \"{u.Code}\" is not of the form subject.reason");
        var ambiguous = uses.GroupBy(u => u.Code).Where(g => g.Select(u => u.Kind).Distinct().Count() > 1)
            .Select(g => $"\"{g.Key}\" is {string.Join(" and ", g.Select(u => $"{u.Kind} in {u.File}").Distinct())}");
        return [.. malformed, .. ambiguous];
    }

    [GeneratedRegex("""HubError(?:\.|\(\s*ErrorKind\.)(?<kind>Invalid|NotFound|Conflict|Forbidden|Unavailable)\s*[(,]\s*"(?<code>[^"]*)"\s*,""")]
    private static partial Regex RefusalPattern();

    [GeneratedRegex("^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)+$")]
    private static partial Regex CodePattern();
}
