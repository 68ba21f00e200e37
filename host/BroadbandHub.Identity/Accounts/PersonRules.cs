using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Accounts;

/// <summary>What may be typed about a person.</summary>
internal static class PersonRules
{
    public const int MostName = 200;

    /// <summary>As mail servers take them (RFC 5321, 4.5.3.1.3 with the two angle brackets).</summary>
    public const int MostEmail = 254;

    public static HubError? CheckName(string name) => name.Length is > 0 and <= MostName && !name.Any(char.IsControl)
        ? null
        : HubError.Invalid("person.bad_name", $"Give a name of 1 to {MostName} characters.", "name");

    /// <summary>Civil days of this and neighbouring centuries; anything else is a typing error.</summary>
    public static HubError? CheckDays(DateOnly? joined, DateOnly? leaves) =>
        joined is { Year: < 1900 or > 2200 } ? HubError.Invalid("person.bad_date", "Give a date between 1900 and 2200.", "joinedOn")
        : leaves is { Year: < 1900 or > 2200 } ? HubError.Invalid("person.bad_date", "Give a date between 1900 and 2200.", "leavesOn")
        : leaves < joined ? HubError.Invalid("person.leaves_before_joining", "The last day is before the first one.", "leavesOn")
        : null;

    /// <summary>One address, as an account or a contact has it: every one that passes can be kept, compared, and sent a mail to.</summary>
    public static bool IsEmail(string? text) =>
        text is { Length: > 0 and <= MostEmail } && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text;
}
