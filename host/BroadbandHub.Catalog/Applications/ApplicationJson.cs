using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Catalog.Applications;

internal sealed record ApplicationJson(
    string Key, string PluginId, WordsJson Name, WordsJson Description, string? LaunchUrl, PartnerId? PartnerId, bool HasProvisioner, DateTimeOffset DescribedAt, IReadOnlyList<RoleJson> Roles, string? Trouble)
{
    public static ApplicationJson Of(Application application, string? trouble) => new(
        application.Key, application.PluginId, WordsJson.Of(application.Name), WordsJson.Of(application.Description), application.LaunchUrl, application.PartnerId,
        application.HasProvisioner, application.DescribedAt, [.. application.Roles.Select(RoleJson.Of)], trouble);
}

internal sealed record RoleJson(string Key, WordsJson Name, WordsJson? Description, bool IsDefault)
{
    public static RoleJson Of(ApplicationRole role) => new(role.Key, WordsJson.Of(role.Name), role.Description is { } text ? WordsJson.Of(text) : null, role.IsDefault);

    public ApplicationRole ToRole() => new(Key, Name.ToLocalText()) { Description = Description?.ToLocalText(), IsDefault = IsDefault };
}

internal sealed record MeterJson(string ApplicationKey, string Key, string Unit, int Scale, WordsJson Name, string Source, bool IsPriced)
{
    public static MeterJson Of(MeterRow meter) => new(
        meter.ApplicationKey, meter.Key, meter.Unit, meter.Scale, new WordsJson(meter.NameEn, meter.NameZh),
        meter.Source == MeterSource.Plugin ? "plugin" : "api", meter.IsPriced);
}

internal static class ApplicationErrors
{
    public static HubError NotFound(string? key) => HubError.NotFound(
        "application.not_found", $"There is no application '{(key?.Length > DescriptorRules.MostKey ? key[..DescriptorRules.MostKey] : key)}' that you may see.");
}

internal static class ApplicationScope
{
    /// <summary>Operators see all applications; an application's own credentials see that one.</summary>
    public static bool MaySee(this ICurrentUser user, string applicationKey) =>
        user.ApplicationKey is { } own ? own == applicationKey : user.Audience == Audience.Operator;

    public static bool MayChangeMetersOf(this ICurrentUser user, string applicationKey) => user.MaySee(applicationKey) && user.Can(CatalogPermissions.Meters);
}
