namespace BroadbandHub.Identity.Customers;

/// <summary>The number of a business licence. One of 18 letters and digits is a unified social credit code (GB 32100-2015), whose last character checks the others. Pure.</summary>
internal static class LicenceNumber
{
    public const int Most = 50;
    private const int CodeLength = 18;

    // Without I, O, S, V and Z, which are taken for other characters.
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    /// <summary>As it is kept: without the spaces and hyphens that people put in for reading, in capitals when it is a credit code.</summary>
    public static string Tidy(string typed) => KeyOf(typed) is { Length: CodeLength } code && code.All(char.IsAsciiLetterOrDigit) ? code : typed.Trim();

    /// <summary>For telling apart: two of the same key are the same licence.</summary>
    public static string KeyOf(string typed) => string.Concat(typed.Where(c => !char.IsWhiteSpace(c) && c is not ('-' or '‐' or '–' or '.'))).ToUpperInvariant();

    /// <summary>False when it looks like a credit code and has been mistyped. Other countries' numbers, and the older ones, have no character that checks.</summary>
    public static bool IsPlausible(string typed)
    {
        var code = KeyOf(typed);
        return code.Length != CodeLength || !code.All(char.IsAsciiLetterOrDigit) || HasRightCheck(code);
    }

    private static bool HasRightCheck(string code)
    {
        var (sum, weight) = (0, 1);
        foreach (var c in code[..^1])
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
            {
                return false;
            }

            sum += value * weight;
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - (sum % 31)) % 31] == code[^1];
    }
}
