using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Customers;

/// <summary>States, classes and sections in words: for the log in both languages, for pages in the reader's.</summary>
internal static class CustomerWords
{
    public static LocalText Of(CustomerState state) => IdentityTexts.Both("customer.state." + state);

    public static LocalText Of(EnterpriseSize size) => IdentityTexts.Both("customer.size." + size);

    public static LocalText Of(Industry industry) => IdentityTexts.Both("customer.industry." + industry);

    public static LocalText Of(AccessType access) => IdentityTexts.Both("line.access." + access);

    public static LocalText Of(LineState state) => IdentityTexts.Both("line.state." + state);

    public static LocalText Of(Proposals.ProposalKind kind) => IdentityTexts.Both("proposal.kind." + kind);

    public static LocalText Of(Proposals.ProposalState state) => IdentityTexts.Both("proposal.state." + state);

    public static string? Text(Enum? value) => value switch
    {
        CustomerState state => Of(state).ToString(),
        EnterpriseSize size => Of(size).ToString(),
        Industry industry => Of(industry).ToString(),
        AccessType access => Of(access).ToString(),
        LineState state => Of(state).ToString(),
        Proposals.ProposalKind kind => Of(kind).ToString(),
        Proposals.ProposalState state => Of(state).ToString(),
        _ => value?.ToString(),
    };

    /// <summary>The choices of a field; the value is what the form posts.</summary>
    public static IReadOnlyList<Sdk.Web.Components.HubOption> Options<TEnum>()
        where TEnum : struct, Enum => [.. Enum.GetValues<TEnum>().Select(v => new Sdk.Web.Components.HubOption(v.ToString(), Text(v)!))];

    /// <summary>As people write it in a file: the word itself, or what the hub calls it in either language.</summary>
    public static TEnum? Recognise<TEnum>(string? written)
        where TEnum : struct, Enum => Read<TEnum>(written) ?? (written is null ? null : Enum.GetValues<TEnum>().Cast<TEnum?>().FirstOrDefault(v => Both(v!.Value) is { } words
            && (string.Equals(words.English, written, StringComparison.OrdinalIgnoreCase) || words.Chinese == written)));

    public static bool IsNoClass(string written) => IdentityTexts.Both("customer.no_class") is var words && (string.Equals(words.English, written, StringComparison.OrdinalIgnoreCase) || words.Chinese == written);

    private static LocalText? Both(Enum value) => value switch
    {
        CustomerState state => Of(state),
        EnterpriseSize size => Of(size),
        Industry industry => Of(industry),
        _ => null,
    };

    public static TEnum? Read<TEnum>(string? posted)
        where TEnum : struct, Enum => posted is { Length: > 0 } && char.IsAsciiLetter(posted[0]) && Enum.TryParse<TEnum>(posted, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value : null;

}
