using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Accounts;

/// <summary>What may be typed about a person.</summary>
internal static class PersonRules
{
    public const int MostName = 200;
    public const int MostEmail = 256;

    public static HubError? CheckName(string name) => name.Length is > 0 and <= MostName && !name.Any(char.IsControl)
        ? null
        : HubError.Invalid("person.bad_name", $"Give a name of 1 to {MostName} characters.", "name");

    /// <summary>Civil days of this and neighbouring centuries; anything else is a typing error.</summary>
    public static HubError? CheckDays(DateOnly? joined, DateOnly? leaves) =>
        joined is { Year: < 1900 or > 2200 } ? HubError.Invalid("person.bad_date", "Give a date between 1900 and 2200.", "joinedOn")
        : leaves is { Year: < 1900 or > 2200 } ? HubError.Invalid("person.bad_date", "Give a date between 1900 and 2200.", "leavesOn")
        : leaves < joined ? HubError.Invalid("person.leaves_before_joining", "The last day is before the first one.", "leavesOn")
        : null;

    public static bool IsEmail(string? text) =>
        text is { Length: > 0 and <= MostEmail } && System.Net.Mail.MailAddress.TryCreate(text, out var address) && address.Address == text && !text.Any(char.IsControl);
}
