using BroadbandHub.Messages.Contracts;

namespace BroadbandHub.Messages.Templates;

internal sealed record TemplateJson(string Key, string Name, IReadOnlyList<FieldJson> Fields, IReadOnlyList<WordsJson> Words)
{
    public static TemplateJson Of(MailTemplate template, IEnumerable<ChangedWords> changed) => new(
        template.Key,
        template.Name.ToString(),
        [.. template.Fields.Select(f => new FieldJson(f.Name, f.Meaning.ToString(), f.Sample))],
        [.. MailTemplates.Languages.Select(language => WordsJson.Of(template, language, changed.FirstOrDefault(w => w.Template == template.Key && w.Language == language)))]);
}

internal sealed record FieldJson(string Name, string Meaning, string Sample);

/// <param name="Revision">0 for the words that came with the hub.</param>
internal sealed record WordsJson(string Language, string Subject, string Body, int Revision, DateTimeOffset? ChangedAt, string? ChangedBy)
{
    public static WordsJson Of(MailTemplate template, string language, ChangedWords? changed)
    {
        var words = changed is null ? MailTemplates.Original(template, language) : new MailWords(changed.Subject, changed.Body);
        return new WordsJson(language, words.Subject, words.Body, changed?.Revision ?? 0, changed?.ChangedAt, changed?.ChangedBy);
    }
}
