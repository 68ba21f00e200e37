using System.Globalization;

namespace MainJob;

/// <summary>Prints the story's steps and figures, and remembers which were off.</summary>
internal sealed class Figures
{
    private int checks;
    private int off;
    private int step;

    public void Step(string what) => Console.WriteLine($"{++step,2}. {what}");

    public void Note(string what) => Console.WriteLine($"      {what}");

    /// <summary>Checks a figure against what was computed independently of the hub.</summary>
    public void Check<T>(string what, T expected, T actual)
        where T : IEquatable<T>
    {
        checks++;
        var ok = expected.Equals(actual);
        off += ok ? 0 : 1;
        Console.WriteLine(ok ? $"      ok   {what}: {Text(actual)}" : $"      OFF  {what}: {Text(actual)}, expected {Text(expected)}");
    }

    public void Broken(string why)
    {
        off++;
        Console.WriteLine($"      OFF  {why}");
    }

    /// <summary>When something is off: what the programs logged as an error.</summary>
    public void TellComplaints(string folder)
    {
        foreach (var file in off == 0 ? [] : Directory.GetFiles(folder, "*.log"))
        {
            var lines = File.ReadAllLines(file);
            foreach (var at in Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("fail:", StringComparison.Ordinal) || lines[i].StartsWith("crit:", StringComparison.Ordinal)).TakeLast(3))
            {
                Console.WriteLine(string.Join('\n', lines.Skip(at).Take(14).Select(l => $"      {Path.GetFileName(file)}: {l}")));
            }
        }
    }

    /// <summary>The exit code.</summary>
    public int Close()
    {
        Console.WriteLine(off == 0 && checks == 0 ? "No figure was checked." : off == 0 ? $"All {checks} figures are right." : $"{off} of {Math.Max(checks, off)} figures are off.");
        return off == 0 && checks > 0 ? 0 : 1;
    }

    private static string? Text<T>(T value) => value switch
    {
        DateTimeOffset at => at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        IFormattable figure => figure.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString(),
    };
}
