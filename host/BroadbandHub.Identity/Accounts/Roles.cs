using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.Accounts;

/// <summary>A named set of permissions.</summary>
internal sealed record Role(string Key, LocalText Name, Audience Audience)
{
    public static readonly Role OperatorAdministrator = new("operator.administrator", new("Operator administrator", "运营商管理员"), Audience.Operator);
    public static readonly Role OperatorClerk = new("operator.clerk", new("Operator clerk", "运营商业务员"), Audience.Operator);
    public static readonly Role EnterpriseAdministrator = new("enterprise.administrator", new("Enterprise administrator", "企业管理员"), Audience.Enterprise);
    public static readonly Role EnterpriseEmployee = new("enterprise.employee", new("Employee", "企业员工"), Audience.Enterprise);
    public static readonly Role PartnerAdministrator = new("partner.administrator", new("Partner administrator", "合作伙伴管理员"), Audience.Partner);

    public static IReadOnlyList<Role> BuiltIn { get; } = [OperatorAdministrator, OperatorClerk, EnterpriseAdministrator, EnterpriseEmployee, PartnerAdministrator];

    public bool IsBuiltIn => BuiltIn.Contains(this);

    public static Role? Find(string key) => BuiltIn.FirstOrDefault(r => r.Key == key);
}

/// <summary>A permission, for those who grant it.</summary>
internal sealed record Grantable(string Name, LocalText Title);

/// <summary>Which permissions a role gives, out of those that modules and running plugins have declared. Singleton.</summary>
internal sealed class RoleBook(IEnumerable<PermissionDefinition> definitions, IPluginContributions plugins, CustomRoleBook? custom = null)
{
    // What a clerk leaves to an administrator: running the hub, deciding what money moves, changing the past.
    private static readonly string[] NotForClerks = [".approve", ".backdate", ".manage", ".administer"];

    private readonly ILookup<string, Audience> audiences = definitions.ToLookup(d => d.Name, d => d.Audience, StringComparer.Ordinal);

    /// <summary>The built-in roles, then the operator's own.</summary>
    public IReadOnlyList<Role> All => [.. Role.BuiltIn, .. custom?.All.Values.Select(r => r.Role).OrderBy(r => r.Name.English, StringComparer.OrdinalIgnoreCase) ?? Enumerable.Empty<Role>()];

    public Role? Find(string key) => Role.Find(key) ?? custom?.All.GetValueOrDefault(key)?.Role;

    /// <summary>The names of roles, in a fixed order; the key of one that is not there any more.</summary>
    public IReadOnlyList<LocalText> NamesOf(IEnumerable<string> keys) => [.. keys.Order(StringComparer.Ordinal).Select(k => Find(k)?.Name ?? new LocalText(k))];

    public bool Gives(string roleKey, string permission) => roleKey switch
    {
        "operator.administrator" => IsFor(Audience.Operator, permission),
        "operator.clerk" => IsFor(Audience.Operator, permission)
            && !permission.StartsWith("system.", StringComparison.Ordinal)
            && !Array.Exists(NotForClerks, n => permission.EndsWith(n, StringComparison.Ordinal)),
        "enterprise.administrator" => IsFor(Audience.Enterprise, permission),
        "partner.administrator" => IsFor(Audience.Partner, permission),
        _ => custom?.All.GetValueOrDefault(roleKey) is { } own && own.Permissions.Contains(permission) && IsFor(own.Role.Audience, permission),
    };

    /// <summary>Whether the permission is one for this audience. Plugins' permissions are the operator's: their manifests name no audience.</summary>
    public bool IsFor(Audience audience, string permission) =>
        audiences[permission].Contains(audience)
        || (audience == Audience.Operator && plugins.Permissions.Any(p => p.Name == permission));

    /// <summary>Everything that a role of this audience can give, by name.</summary>
    public IReadOnlyList<Grantable> GrantableTo(Audience audience) =>
    [
        .. definitions.Where(d => d.Audience == audience).Select(d => new Grantable(d.Name, d.Title))
            .Concat(audience == Audience.Operator ? plugins.Permissions.Select(p => new Grantable(p.Name, p.Title)) : [])
            .DistinctBy(p => p.Name).OrderBy(p => p.Name, StringComparer.Ordinal),
    ];

    /// <summary>What the role gives today.</summary>
    public IReadOnlyList<Grantable> PermissionsOf(Role role) => [.. GrantableTo(role.Audience).Where(p => Gives(role.Key, p.Name))];
}
