using BroadbandHub.Messages.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Templates;

/// <summary>The registered templates, with the operator's own words where there are some. Scoped.</summary>
internal sealed class MailTemplates(IEnumerable<MailTemplate> registered, MessagesDb db)
{
    public static readonly IReadOnlyList<string> Languages = ["en", "zh"];

    public IEnumerable<MailTemplate> All => registered.OrderBy(t => t.Key, StringComparer.Ordinal);

    public static HubError NotFound(string key) => HubError.NotFound("template.not_found", $"There is no mail template {key}.");

    public MailTemplate? Find(string key) => registered.FirstOrDefault(t => t.Key == key);

    public async Task<MailWords> WordsAsync(MailTemplate template, string language, CancellationToken cancellationToken)
    {
        var changed = await db.ChangedWords.AsNoTracking().FirstOrDefaultAsync(w => w.Template == template.Key && w.Language == language, cancellationToken);
        return changed is null ? Original(template, language) : new MailWords(changed.Subject, changed.Body);
    }

    public static MailWords Original(MailTemplate template, string language) =>
        new(In(template.Subject, language), In(template.Body, language));

    private static string In(LocalText text, string language) => language == "zh" && text.Chinese is { Length: > 0 } chinese ? chinese : text.English;
}
