using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Billing;

/// <summary>Permissions around usage and the ledger.</summary>
internal static class BillingPermissions
{
    /// <summary>The OAuth scope of applications that report usage. No role has it: usage comes with an application's own credentials.</summary>
    public const string ReportUsage = "billing.usage";
    public const string ReadUsage = "billing.usage.read";
    public const string ReplayUsage = "billing.usage.replay";
    public const string ReadLedger = "billing.ledger.read";

    public static IEnumerable<PermissionDefinition> All =>
    [
        new(ReadUsage, new LocalText("See usage and what was rejected", "查看用量及被拒绝的用量"), Audience.Operator),
        new(ReadUsage, new LocalText("See the usage of the enterprise", "查看本企业用量"), Audience.Enterprise),
        new(ReplayUsage, new LocalText("Replay rejected usage", "重放被拒绝的用量"), Audience.Operator),
        new(ReadLedger, new LocalText("See the ledger and its check", "查看账簿及核对结果"), Audience.Operator),
    ];

    public static IEnumerable<NavigationItem> Navigation =>
    [
        new(Audience.Operator, new("Billing", "计费"), new("Usage", "用量"), "data_usage", "/console/usage", ReadUsage, 390),
        new(Audience.Enterprise, new("Billing", "计费"), new("Usage", "用量"), "data_usage", "/workspace/usage", ReadUsage, 390),
    ];
}
