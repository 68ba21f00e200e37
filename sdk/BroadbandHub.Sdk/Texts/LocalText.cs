using System.Globalization;

namespace BroadbandHub.Sdk;

/// <summary>A short text in English and Chinese, for names that travel with data (a meter, a setting, a section).</summary>
/// <param name="English">Required.</param>
/// <param name="Chinese">Simplified Chinese; null falls back to English.</param>
public sealed record LocalText(string English, string? Chinese = null)
{
    /// <summary>The text in the reader's language: the Chinese one under a <c>zh</c> culture when there is one, English otherwise.</summary>
    public string In(CultureInfo culture)
    {
        ArgumentNullException.ThrowIfNull(culture);
        return culture.TwoLetterISOLanguageName == "zh" && !string.IsNullOrEmpty(Chinese) ? Chinese : English;
    }

    /// <summary>The text in <see cref="CultureInfo.CurrentUICulture"/>.</summary>
    public override string ToString() => In(CultureInfo.CurrentUICulture);
}
