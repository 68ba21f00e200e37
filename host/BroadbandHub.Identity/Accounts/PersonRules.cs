namespace BroadbandHub.Identity.Accounts;

/// <summary>What may be typed about a person.</summary>
internal static class PersonRules
{
    public const int MostName = 200;
    public const int MostEmail = 256;

    public static bool IsEmail(string? text) =>
        text is { Length: > 0 and <= MostEmail } && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl);
}
