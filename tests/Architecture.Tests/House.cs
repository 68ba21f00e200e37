namespace Architecture.Tests;

internal static class House
{
    /// <summary>Fails with every violation in its message, not only the first.</summary>
    public static void Holds(IReadOnlyCollection<string> violations) => Assert.True(violations.Count == 0, string.Join('\n', violations));
}
