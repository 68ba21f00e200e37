using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Contracts;

/// <summary>A text in both languages as the HTTP interfaces write it: <c>{"en":"…","zh":"…"}</c>.</summary>
public sealed record WordsJson(string? En, string? Zh = null)
{
    public LocalText ToLocalText() => new(En?.Trim() ?? "", string.IsNullOrWhiteSpace(Zh) ? null : Zh.Trim());

    public static WordsJson Of(LocalText text) => new(text.English, text.Chinese);

    /// <summary>The refusal when the English text is missing or one of them is too long; null when all is well.</summary>
    public static HubError? Check(WordsJson? words, string field, int most)
    {
        if (string.IsNullOrWhiteSpace(words?.En))
        {
            return HubError.Invalid("text.missing", "The English text is missing; people who read no Chinese see it.", field + ".en");
        }

        if (words.En.Any(char.IsControl) || words.Zh?.Any(char.IsControl) == true)
        {
            return BadCharacter(field);
        }

        return CheckOptional(words, field, most);
    }

    /// <summary>Like <see cref="Check"/>, for a text that may be left out and may have several lines.</summary>
    public static HubError? CheckOptional(WordsJson? words, string field, int most) =>
        words?.En?.Length > most ? TooLong(field + ".en", most)
        : words?.Zh?.Length > most ? TooLong(field + ".zh", most)
        : $"{words?.En}{words?.Zh}".Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? BadCharacter(field)
        : null;

    private static HubError BadCharacter(string field) => HubError.Invalid("text.bad_character", "The text holds a control character.", field + ".en");

    private static HubError TooLong(string field, int most) => HubError.Invalid("text.too_long", $"The text is longer than {most} characters.", field);
}
