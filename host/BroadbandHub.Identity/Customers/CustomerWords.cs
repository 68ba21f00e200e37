using BroadbandHub.Sdk;
using static BroadbandHub.Identity.IdentityTexts;

namespace BroadbandHub.Identity.Customers;

/// <summary>States, classes and sections in words: for the log in both languages, for pages in the reader's.</summary>
internal static class CustomerWords
{
    public static LocalText Of(CustomerState state) => Both("customer.state." + state);

    public static LocalText Of(EnterpriseSize size) => Both("customer.size." + size);

    public static LocalText Of(Industry industry) => Both("customer.industry." + industry);

    public static LocalText Of(AccessType access) => Both("line.access." + access);

    public static LocalText Of(LineState state) => Both("line.state." + state);

    public static string? Text(Enum? value) => value switch
    {
        CustomerState state => Of(state).ToString(),
        EnterpriseSize size => Of(size).ToString(),
        Industry industry => Of(industry).ToString(),
        AccessType access => Of(access).ToString(),
        LineState state => Of(state).ToString(),
        _ => value?.ToString(),
    };

    /// <summary>The choices of a field; the value is what the form posts.</summary>
    public static IReadOnlyList<Sdk.Web.Components.HubOption> Options<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(v => new Sdk.Web.Components.HubOption(v.ToString(), Text(v)!))];

    public static TEnum? Read<TEnum>(string? posted)
        where TEnum : struct, Enum => posted is { Length: > 0 } && char.IsAsciiLetter(posted[0]) && Enum.TryParse<TEnum>(posted, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

}
