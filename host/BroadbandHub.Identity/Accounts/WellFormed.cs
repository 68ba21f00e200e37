using System.Text;
using Microsoft.AspNetCore.Identity;

namespace BroadbandHub.Identity.Accounts;

/// <summary>
/// Composed forms of text that a stranger typed. The framework throws on what is no text of Unicode's (half a surrogate pair, U+FFFE); here such a character reads as U+FFFD, which no name has.
/// </summary>
internal static class WellFormed
{
    public static string Compose(string text, NormalizationForm form) => Repair(text).Normalize(form);

    private static string Repair(string text)
    {
        var repaired = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            repaired.Append((rune.Value == 0xFFFE ? Rune.ReplacementChar : rune).ToString());
        }

        return repaired.ToString();
    }
}

/// <summary>How e-mail addresses are compared: as the framework does, but no address makes it throw.</summary>
internal sealed class AddressNormalizer : ILookupNormalizer
{
    public string? NormalizeName(string? name) => name is null ? null : KeyOf(name);

    public string? NormalizeEmail(string? email) => NormalizeName(email);

    public static string KeyOf(string address) => WellFormed.Compose(address, NormalizationForm.FormC).ToUpperInvariant();
}
