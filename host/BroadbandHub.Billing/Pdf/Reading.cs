using System.Globalization;

namespace BroadbandHub.Billing.Pdf;

/// <summary>Makes a language the current one for a while: a paper is written in its reader's language, whoever asks for it.</summary>
internal sealed class Reading : IDisposable
{
    private readonly CultureInfo culture = CultureInfo.CurrentCulture;
    private readonly CultureInfo uiCulture = CultureInfo.CurrentUICulture;

    private Reading(CultureInfo reader)
    {
        CultureInfo.CurrentCulture = reader;
        CultureInfo.CurrentUICulture = reader;
    }

    /// <summary>Chinese for <c>zh</c> and what begins with it, English for all else.</summary>
    public static Reading In(string? language) =>
        new(CultureInfo.GetCultureInfo(language is not null && language.StartsWith("zh", StringComparison.OrdinalIgnoreCase) ? "zh-CN" : "en-GB"));

    public void Dispose()
    {
        CultureInfo.CurrentCulture = culture;
        CultureInfo.CurrentUICulture = uiCulture;
    }
}
