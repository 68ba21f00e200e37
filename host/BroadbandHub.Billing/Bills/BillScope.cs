using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Billing.Bills;

/// <summary>Which bills somebody may see: staff all of them, an enterprise's people the issued ones of their own.</summary>
internal sealed record BillScope(EnterpriseId? Only)
{
    public bool OnlyIssued => Only is not null;

    public static BillScope? Of(ICurrentUser user) => user switch
    {
        { Audience: Audience.Operator } when user.Can(BillPermissions.ReadBills) => new(null as EnterpriseId?),
        { EnterpriseId: { } own } when user.Can(BillPermissions.ReadOwnBills) => new(own),
        _ => null,
    };

    public IQueryable<Bill> Visible(IQueryable<Bill> bills) => Only is { } own
        ? bills.Where(b => b.EnterpriseId == own && b.State == BillState.Issued)
        : bills;
}

internal static class BillErrors
{
    public static HubError Forbidden { get; } = HubError.Forbidden("bill.forbidden", "You may not see bills. Ask an administrator for the permission.");

    public static HubError NotFound(BillId id) => HubError.NotFound("bill.not_found", $"There is no bill {id}.");
}
