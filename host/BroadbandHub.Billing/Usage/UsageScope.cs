using BroadbandHub.Billing.Services;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Usage;

/// <summary>Whose usage the current user may see: the operator all, an enterprise its own, an application what it reported.</summary>
internal sealed class UsageScope(BillingDb db, ICurrentUser user)
{
    /// <summary>A refusal for those who may see nobody's usage at all.</summary>
    public HubError? WhyNot => user.Can(BillingPermissions.ReadUsage) || (user.ApplicationKey is not null && user.Can(BillingPermissions.ReportUsage))
        ? null
        : HubError.Forbidden("usage.forbidden", "You may not see usage. Ask an administrator for the permission.");

    public IQueryable<ServiceSegment> Segments()
    {
        var segments = db.Segments.AsNoTracking();
        if (user.ApplicationKey is { } application)
        {
            return user.Can(BillingPermissions.ReportUsage) || user.Can(BillingPermissions.ReadUsage)
                ? segments.Where(s => s.ApplicationKey == application)
                : segments.Where(_ => false);
        }

        if (!user.Can(BillingPermissions.ReadUsage))
        {
            return segments.Where(_ => false);
        }

        return user.Audience switch
        {
            Audience.Operator => segments,
            Audience.Enterprise when user.EnterpriseId is { } enterprise => segments.Where(s => s.EnterpriseId == enterprise),
            _ => segments.Where(_ => false),
        };
    }

    /// <summary>The application whose rejected usage may be seen; null for all. A refusal for everybody else.</summary>
    public Outcome<string?> RejectedOf(string? wanted)
    {
        if (user.ApplicationKey is { } own)
        {
            if (!user.Can(BillingPermissions.ReportUsage))
            {
                return HubError.Forbidden("usage.scope_missing", $"This needs a token with the scope {BillingPermissions.ReportUsage}.");
            }

            return wanted is null || wanted == own
                ? own
                : HubError.NotFound("usage.unknown_application", "There is no such application.");
        }

        return user.Audience == Audience.Operator && user.Can(BillingPermissions.ReadUsage)
            ? wanted
            : HubError.Forbidden("usage.not_yours", "Rejected usage is for the operator and for the application that sent it.");
    }
}
