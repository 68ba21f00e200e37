using BroadbandHub.Portal.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Billing.Bills;

internal static class BillPermissions
{
    public const string ReadBills = "billing.bills.read";
    public const string ReadOwnBills = "billing.own_bills.read";
    public const string ReadRuns = "billing.runs.read";
    public const string PreviewRuns = "billing.runs.preview";
    public const string ApproveRuns = "billing.runs.approve";
    public const string IssueRuns = "billing.runs.issue";

    public static IReadOnlyList<PermissionDefinition> All { get; } =
    [
        new(ReadBills, new LocalText("See all bills", "查看全部账单"), Audience.Operator),
        new(ReadRuns, new LocalText("See bill runs", "查看出账任务"), Audience.Operator),
        new(PreviewRuns, new LocalText("Preview and cancel bill runs", "预览和取消出账任务"), Audience.Operator),
        new(ApproveRuns, new LocalText("Approve bill runs", "审批出账任务"), Audience.Operator),
        new(IssueRuns, new LocalText("Issue bills and close the month", "正式出账并关账"), Audience.Operator),
        new(ReadOwnBills, new LocalText("See the enterprise's bills", "查看本企业账单"), Audience.Enterprise),
    ];
}
