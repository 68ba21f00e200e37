namespace BroadbandHub.Identity.Logs;

/// <summary>How a field before and after is shown in a row.</summary>
internal static class LogWords
{
    private const int Most = 60;

    public static string Short(LogLine.Value value) => value.Before is null ? Cut(value.After) : $"{Cut(value.Before)} → {Cut(value.After)}";

    private static string Cut(string? text) => text switch
    {
        null => "–",
        { Length: > Most } => text[..(char.IsHighSurrogate(text[Most - 1]) ? Most - 1 : Most)] + "…",
        _ => text,
    };
}
