using System.Runtime.CompilerServices;

namespace BroadbandHub.Sdk.Web.Components;

internal static class ComponentTexts
{
    internal static readonly Texts T = Texts.Of(typeof(ComponentTexts).Assembly);

    // Weak keys: a plugin's assembly must be collectible after its page was shown.
    private static readonly ConditionalWeakTable<System.Reflection.Assembly, Texts> ByAssembly = [];

    /// <summary>The sentence of a refusal in the reader's language: the text <c>error.{code}</c> of the assembly that shows it, else the refusal's own message.</summary>
    internal static string Describe(HubError error, object? shownBy)
    {
        if (shownBy is null)
        {
            return error.Message;
        }

        var words = ByAssembly.GetValue(shownBy.GetType().Assembly, Texts.Of);
        var language = System.Globalization.CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;
        return words.All(language).GetValueOrDefault("error." + error.Code) ?? error.Message;
    }
}
