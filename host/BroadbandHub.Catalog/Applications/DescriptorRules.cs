using System.Text.RegularExpressions;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Applications;

/// <summary>What the hub accepts of a plugin's description. A plugin proposes; nothing of a bad description is taken over.</summary>
internal static partial class DescriptorRules
{
    public const int MostKey = 40;
    public const int MostMeterKey = 100;
    public const int MostUnit = 40;
    public const int MostName = 200;
    public const int MostDescription = 2000;
    public const int MostUrl = 500;
    public const int MostRoles = 20;
    public const int MostRoleText = 500;
    public const int MostMeters = 2000;

    /// <summary>Sign-on addresses of each kind.</summary>
    public const int MostAddresses = 15;

    public const int MostScale = 12;

    public static HubError? Check(ApplicationDescriptor? descriptor)
    {
        if (descriptor is null)
        {
            return HubError.Invalid("application.no_descriptor", "The plugin described no application.");
        }

        if (!IsApplicationKey(descriptor.Key))
        {
            return HubError.Invalid(
                "application.bad_key", $"The application's key {Shown(descriptor.Key)} is not 1 to {MostKey} lower-case letters, digits and hyphens.", "key");
        }

        if (CheckName(descriptor.Name, "application's name", "name") is { } name)
        {
            return name;
        }

        if (descriptor.Description?.English?.Length > MostDescription || descriptor.Description?.Chinese?.Length > MostDescription)
        {
            return HubError.Invalid("application.bad_description", $"The application's description is longer than {MostDescription} characters.", "description");
        }

        if (descriptor.LaunchUrl is { } url && !IsLaunchUrl(url))
        {
            return HubError.Invalid(
                "application.bad_url", $"The launch address {Shown(url.OriginalString)} is not an absolute http or https address of at most {MostUrl} characters.", "launchUrl");
        }

        if (descriptor.TicketUrl is { } ticket && (!IsLaunchUrl(ticket) || ticket.Fragment.Length > 0))
        {
            return HubError.Invalid(
                "application.bad_url",
                $"The address for tickets {Shown(ticket.OriginalString)} is not an absolute http or https address of at most {MostUrl} characters without a fragment.", "ticketUrl");
        }

        return CheckSignOn(descriptor.SignOn, descriptor.TicketUrl is not null) ?? CheckRoles(descriptor.Roles) ?? CheckMeters(descriptor.Meters);
    }

    private static HubError? CheckSignOn(SignOnDescriptor? signOn, bool takesTickets)
    {
        if (signOn is null)
        {
            return null;
        }

        if (signOn.RedirectUris is not { Count: <= MostAddresses } || (signOn.RedirectUris.Count == 0 && !takesTickets) || signOn.PostLogoutRedirectUris is not { Count: <= MostAddresses })
        {
            return HubError.Invalid("application.bad_sign_on", $"For sign-on the description needs 1 to {MostAddresses} redirect addresses and at most {MostAddresses} for after the sign-out.", "signOn");
        }

        Uri[] listens = signOn.BackChannelLogoutUri is { } given ? [given] : [];
        foreach (var address in signOn.RedirectUris.Concat(signOn.PostLogoutRedirectUris).Concat(listens))
        {
            if (address is null || !IsLaunchUrl(address) || address.Fragment.Length > 0)
            {
                return HubError.Invalid(
                    "application.bad_url",
                    $"The sign-on address {Shown(address?.OriginalString)} is not an absolute http or https address of at most {MostUrl} characters without a fragment.", "signOn");
            }
        }

        return null;
    }

    public static HubError? CheckMeter(string? key, string? unit, int scale, LocalText? name)
    {
        if (!IsMeterKey(key))
        {
            return HubError.Invalid(
                "meter.bad_key", $"The meter key {Shown(key)} is not 1 to {MostMeterKey} letters, digits, dots, hyphens and underscores.", "key");
        }

        if (string.IsNullOrWhiteSpace(unit) || unit.Length > MostUnit || unit.Any(char.IsControl))
        {
            return HubError.Invalid("meter.bad_unit", $"Meter '{key}' needs a unit of 1 to {MostUnit} characters.", "unit");
        }

        if (scale is < 0 or > MostScale)
        {
            return HubError.Invalid("meter.bad_scale", $"Meter '{key}' says {scale} decimals; 0 to {MostScale} are possible.", "scale");
        }

        return CheckName(name, $"name of meter '{key}'", "name");
    }

    public static bool IsApplicationKey(string? key) => key is not null && key.Length <= MostKey && ApplicationKeyPattern().IsMatch(key);

    public static bool IsMeterKey(string? key) => key is not null && key.Length <= MostMeterKey && MeterKeyPattern().IsMatch(key);

    private static HubError? CheckRoles(IReadOnlyList<ApplicationRole>? roles)
    {
        if (roles?.Count > MostRoles)
        {
            return HubError.Invalid("application.too_many_roles", $"The description lists {roles.Count} roles; {MostRoles} are possible.", "roles");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in roles ?? [])
        {
            if (!IsApplicationKey(role?.Key) || role!.Description?.English?.Length > MostRoleText || role.Description?.Chinese?.Length > MostRoleText)
            {
                return HubError.Invalid(
                    "application.bad_role",
                    $"The role {Shown(role?.Key)} needs a key of 1 to {MostKey} lower-case letters, digits and single hyphens, and a description of at most {MostRoleText} characters or none.", "roles");
            }

            if (CheckName(role.Name, $"name of role '{role.Key}'", "roles") is { } name)
            {
                return name;
            }

            if (!keys.Add(role.Key))
            {
                return HubError.Invalid("application.duplicate_role", $"The description lists role '{role.Key}' twice.", "roles");
            }
        }

        return roles?.Count(r => r.IsDefault) > 1
            ? HubError.Invalid("application.two_default_roles", "The description says of more than one role that new seats have it; one can be that.", "roles")
            : null;
    }

    private static HubError? CheckMeters(IReadOnlyList<MeterDescriptor>? meters)
    {
        if (meters is null)
        {
            return null;
        }

        if (meters.Count > MostMeters)
        {
            return HubError.Invalid("application.descriptor_too_long", $"The description lists {meters.Count} meters; {MostMeters} are possible.", "meters");
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var meter in meters)
        {
            if (meter is null)
            {
                return HubError.Invalid("application.bad_meter", "The description lists a meter that is null.", "meters");
            }

            if (CheckMeter(meter.Key, meter.Unit, meter.Scale, meter.Name) is { } bad)
            {
                return bad;
            }

            if (!keys.Add(meter.Key))
            {
                return HubError.Invalid("application.duplicate_meter", $"The description lists meter '{meter.Key}' twice.", "meters");
            }
        }

        return null;
    }

    private static HubError? CheckName(LocalText? name, string what, string field)
    {
        if (string.IsNullOrWhiteSpace(name?.English))
        {
            return HubError.Invalid("text.missing", $"The {what} is missing in English.", field + ".en");
        }

        return name.English.Length > MostName || name.Chinese?.Length > MostName
            ? HubError.Invalid("text.too_long", $"The {what} is longer than {MostName} characters.", field)
            : null;
    }

    private static bool IsLaunchUrl(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url.AbsoluteUri.Length <= MostUrl
        && url.UserInfo.Length == 0;

    private static string Shown(string? text) => text is null ? "(none)" : $"'{(text.Length > 60 ? text[..60] + "…" : text)}'";

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex ApplicationKeyPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9._-]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex MeterKeyPattern();
}
