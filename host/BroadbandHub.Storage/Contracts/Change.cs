using System.Globalization;
using BroadbandHub.Sdk;

namespace BroadbandHub.Storage.Contracts;

/// <summary>
/// What a log says of one change, filled in by the use case: what it is about, whose it is, and safe fields before and after. Never a secret, a password, a
/// token, or anything that opens something.
/// </summary>
public sealed class Change
{
    private const int MostText = 300;
    private const int MostFields = 40;
    private readonly List<ChangedValue> fields = [];

    /// <summary>Instead of the kind of the command.</summary>
    public string? Kind { get; private set; }

    /// <summary>The command found everything as it was to be: nothing is logged.</summary>
    public bool IsNothing { get; private set; }

    public string? SubjectType { get; private set; }

    public string? SubjectId { get; private set; }

    public string? SubjectName { get; private set; }

    /// <summary>Whose log shows it too; the actor's own organisation when neither is said.</summary>
    public EnterpriseId? EnterpriseId { get; private set; }

    public PartnerId? PartnerId { get; private set; }

    /// <summary>The person whom the subject's name or a field tells about: those go when the person is erased.</summary>
    public PersonId? PersonId { get; private set; }

    public IReadOnlyList<ChangedValue> Fields => fields;

    public Change As(string kind)
    {
        Kind = kind;
        return this;
    }

    public void Nothing() => IsNothing = true;

    /// <param name="type">The key of a <see cref="ChangeSubject"/>.</param>
    /// <param name="id">Its id as text; at most 100 characters are kept.</param>
    /// <param name="name">Its name today, for people.</param>
    public Change About(string type, object id, string? name = null)
    {
        (SubjectType, SubjectId, SubjectName) = (type, Cut(id.ToString()!, 100), name is null ? null : Cut(name, 200));
        return this;
    }

    public Change Of(EnterpriseId? enterprise)
    {
        EnterpriseId = enterprise;
        return this;
    }

    public Change Of(PartnerId? partner)
    {
        PartnerId = partner;
        return this;
    }

    public Change Tells(PersonId person)
    {
        PersonId = person;
        return this;
    }

    /// <summary>A field that something new has.</summary>
    public Change With(string field, object? value) => Field(field, null, value);

    /// <summary>A field before and after. The same twice is left out.</summary>
    public Change Field(string field, object? before, object? after)
    {
        var value = new ChangedValue(field, Text(before), Text(after));
        if (value.Before != value.After && fields.Count < MostFields)
        {
            fields.Add(value);
        }

        return this;
    }

    private static LocalText? Text(object? value) => value switch
    {
        null or "" => null,
        LocalText words => new(Cut(words.English, MostText), words.Chinese is null ? null : Cut(words.Chinese, MostText)),
        bool yes => yes ? new("yes", "是") : new("no", "否"),
        DateOnly on => new(on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        DateTimeOffset at => new(at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        IEnumerable<LocalText> many => many.ToList() is { Count: > 0 } all ? Text(new LocalText(string.Join(", ", all.Select(a => a.English)), string.Join("、", all.Select(a => a.Chinese ?? a.English)))) : null,
        string text => new(Cut(text, MostText)),
        IEnumerable<string> many => Text(string.Join(", ", many)),
        IFormattable number => new(Cut(number.ToString(null, CultureInfo.InvariantCulture), MostText)),
        _ => new(Cut(value.ToString() ?? "", MostText)),
    };

    // Never through the middle of a character: half of one is no text that a digest could be made of again.
    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)] + "…";
}

/// <summary>A field before and after; null where it had no value.</summary>
public sealed record ChangedValue(string Field, LocalText? Before, LocalText? After);
