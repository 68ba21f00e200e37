using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Text.Json;

namespace BroadbandHub.Sdk;

/// <summary>
/// The texts of one assembly: the embedded resources <c>Texts/en.json</c> and <c>Texts/zh.json</c> (flat objects, key → text).
/// A key that a language lacks falls back to English; a key that English lacks is shown in brackets, so that it is seen.
/// Keep one in a static field of the assembly it belongs to. Safe to use from any thread.
/// </summary>
public sealed class Texts
{
    private readonly Assembly assembly;
    private readonly ConcurrentDictionary<string, IReadOnlyDictionary<string, string>> languages = new(StringComparer.Ordinal);

    private Texts(Assembly assembly) => this.assembly = assembly;

    /// <summary>The text of a key in <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public string this[string key] => Find(CultureInfo.CurrentUICulture.TwoLetterISOLanguageName, key) ?? Find("en", key) ?? $"[{key}]";

    /// <summary>The text of a key with <c>{0}</c>, <c>{1}</c>… filled in, formatted in <see cref="CultureInfo.CurrentCulture"/>.</summary>
    public string this[string key, params object?[] arguments] => string.Format(CultureInfo.CurrentCulture, this[key], arguments);

    /// <summary>The texts of an assembly.</summary>
    public static Texts Of(Assembly assembly) => new(assembly);

    /// <summary>All keys and texts of a language (<c>en</c>, <c>zh</c>); empty when the assembly does not have it.</summary>
    public IReadOnlyDictionary<string, string> All(string language) => languages.GetOrAdd(language, Load);

    private string? Find(string language, string key) => All(language).GetValueOrDefault(key);

    private Dictionary<string, string> Load(string language)
    {
        var ending = $"Texts.{language}.json";
        var name = Array.Find(assembly.GetManifestResourceNames(), n => n.EndsWith(ending, StringComparison.Ordinal));
        if (name is null)
        {
            return [];
        }

        using var stream = assembly.GetManifestResourceStream(name)!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);
    }
}
