using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Portal.Contracts;

/// <summary>Authorization policies that ask for an audience, beside those that are named like a permission.</summary>
public static class PortalPolicies
{
    public const string Operator = "audience.operator";
    public const string Enterprise = "audience.enterprise";
    public const string Partner = "audience.partner";

    /// <summary>A person of whatever audience: a program with a token has no business on a page.</summary>
    public const string Person = "audience.person";

    /// <summary>The policy that guards the pages of an audience, which are for people alone; null for public ones.</summary>
    public static string? For(Audience audience) => audience switch
    {
        Audience.Operator => Operator,
        Audience.Enterprise => Enterprise,
        Audience.Partner => Partner,
        _ => null,
    };

    /// <summary>The audience that a policy asks for; null when it is a permission.</summary>
    public static Audience? AudienceOf(string policy) => policy switch
    {
        Operator => Audience.Operator,
        Enterprise => Audience.Enterprise,
        Partner => Audience.Partner,
        _ => null,
    };
}
