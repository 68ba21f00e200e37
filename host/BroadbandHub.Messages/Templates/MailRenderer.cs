using System.Globalization;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Sdk;
using DotLiquid;

namespace BroadbandHub.Messages.Templates;

/// <summary>Fills the fields into the words. A pure function; the words are Liquid and can do nothing but write text.</summary>
internal static class MailRenderer
{
    private const int MostIterations = 1000;
    private const int MostMilliseconds = 1000;

    public static Outcome<RenderedMail> Render(MailWords words, IReadOnlyDictionary<string, string> fields)
    {
        var subject = Fill(words.Subject, fields, "subject");
        if (!subject.IsOk)
        {
            return subject.Error;
        }

        var body = Fill(words.Body, fields, "body");
        return body.IsOk ? new RenderedMail(OneLine(subject.Value), body.Value.Trim()) : body.Error;
    }

    /// <summary>What is wrong with words that somebody wrote, or null: they use only the template's fields, and render.</summary>
    public static HubError? Check(MailWords words, MailTemplate template) => Render(words, Samples(template)) is { IsOk: false } wrong ? wrong.Error : null;

    public static IReadOnlyDictionary<string, string> Samples(MailTemplate template) => template.Fields.ToDictionary(f => f.Name, f => f.Sample, StringComparer.Ordinal);

    private static Outcome<string> Fill(string words, IReadOnlyDictionary<string, string> fields, string where)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var values = new Hash((_, name) =>
        {
            unknown.Add(name);
            return "";
        });
        foreach (var (name, value) in fields)
        {
            values[name] = value;
        }

        try
        {
            var template = Template.Parse(words, SyntaxCompatibility.DotLiquid22);
            var text = template.Render(new RenderParameters(CultureInfo.InvariantCulture)
            {
                LocalVariables = values,
                ErrorsOutputMode = ErrorsOutputMode.Rethrow,
                MaxIterations = MostIterations,
                Timeout = MostMilliseconds,
                SyntaxCompatibilityLevel = SyntaxCompatibility.DotLiquid22,
            });
            return unknown.Count == 0
                ? text
                : HubError.Invalid("template.unknown_field", $"This mail has no field {string.Join(", ", unknown)}. It has: {string.Join(", ", fields.Keys)}.", where);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A filter throws whatever the framework throws at what somebody wrote: a format, a number, an overflow.
            return HubError.Invalid("template.not_liquid", $"The text cannot be filled in: {e.Message}", where);
        }
    }

    // A line end in a subject would begin another header.
    private static string OneLine(string text) => string.Join(' ', text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)).Trim();
}
