using System.Text.Json;
using System.Text.RegularExpressions;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Logs;

/// <summary>What modules call their changes, and how lines read to people. Singleton. What a module wrote that is not here any more is shown by its key.</summary>
internal sealed partial class LogKinds(IEnumerable<ChangeKind> kinds, IEnumerable<ChangeSubject> subjects, IEnumerable<ChangeField> fields)
{
    private readonly Dictionary<string, ChangeKind> kinds = kinds.ToDictionary(k => k.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, ChangeSubject> subjects = subjects.DistinctBy(s => s.Key).ToDictionary(s => s.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, ChangeField> fields = fields.DistinctBy(f => f.Key).ToDictionary(f => f.Key, StringComparer.Ordinal);

    public IEnumerable<ChangeKind> All => kinds.Values;

    public ChangeKind? Find(string kind) => kinds.GetValueOrDefault(kind);

    public string FieldName(string field) => fields.TryGetValue(field, out var known) ? known.Name.ToString() : field;

    public bool IsOperatorOnly(string field) => fields.TryGetValue(field, out var known) && known.OperatorOnly;

    public string SubjectName(string type) => subjects.TryGetValue(type, out var known) ? known.Name.ToString() : type;

    public string? Href(string? type, string? id) =>
        type is not null && id is not null && subjects.TryGetValue(type, out var known) ? known.ConsoleHref?.Replace("{id}", Uri.EscapeDataString(id), StringComparison.Ordinal) : null;

    /// <summary>The kind for a list of choices: the sentence without its names.</summary>
    public static string Title(ChangeKind kind) => Place().Replace(kind.Sentence.ToString(), "…");

    /// <param name="values">Its fields as the reader is to see them.</param>
    public string Sentence(LogEntry entry, IReadOnlyList<ChangedValue> values)
    {
        var said = Find(entry.Kind) is { } kind
            ? Place().Replace(kind.Sentence.ToString(), place => place.Groups[1].Value == "subject"
                ? Subject(entry)
                : values.FirstOrDefault(v => v.Field == place.Groups[1].Value) is { } value ? (value.After ?? value.Before)?.ToString() ?? "–" : entry.IsAboutErased ? T["log.erased_name"] : "–")
            : entry.Kind;
        return entry.Refused is null ? said : T["log.refused_sentence", said];
    }

    public static IReadOnlyList<ChangedValue> ReadFields(LogEntry entry)
    {
        try
        {
            return entry.Fields is null ? [] : JsonSerializer.Deserialize<List<ChangedValue>>(entry.Fields, HubJson.Options) ?? [];
        }
        catch (JsonException)
        {
            // Somebody has written into the table; the check of the log says so.
            return [];
        }
    }

    private static string Subject(LogEntry entry) => entry.SubjectName ?? (entry.IsAboutErased ? T["log.erased_name"] : entry.SubjectId ?? "–");

    [GeneratedRegex(@"\{([a-z_]+)\}")]
    private static partial Regex Place();
}
