using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace BroadbandHub.Billing.Services;

/// <summary>A service began: opens its segment, and the enterprise's account in the plan's currency when there is none. Hearing it again changes nothing.</summary>
internal sealed class OpenSegment(BillingDb db, IUnitOfWork unitOfWork, BillingSql sql, ICatalog catalog, OperatorDays days, TimeProvider clock)
    : INotificationHandler<ServiceStarted>
{
    public Task Handle(ServiceStarted notification, CancellationToken cancellationToken) =>
        unitOfWork.RunAsync(() => OpenAsync(notification, cancellationToken), _ => true, cancellationToken);

    public static BillingAccountId AccountOf(EnterpriseId enterprise, string currency)
    {
        var id = new DerivedId(stackalloc byte[128], "billing-account");
        id.Add(enterprise.Value);
        id.Add(currency);
        return new(id.ToGuid());
    }

    public static SegmentId SegmentOf(SubscriptionId subscription, long startsAt)
    {
        var id = new DerivedId(stackalloc byte[128], "segment");
        id.Add(subscription.Value);
        id.Add(startsAt);
        return new(id.ToGuid());
    }

    private async Task<bool> OpenAsync(ServiceStarted started, CancellationToken cancellationToken)
    {
        var plan = await catalog.FindPlanAsync(started.PlanVersionId, cancellationToken)
            ?? throw new InvalidOperationException($"{started.SubscriptionId} starts on plan version {started.PlanVersionId}, which does not exist.");
        var transaction = db.Database.CurrentTransaction!.GetDbTransaction();
        var account = AccountOf(started.EnterpriseId, plan.CurrencyCode);
        await sql.InsertAsync(
            transaction,
            "bil_accounts",
            ["Id", "EnterpriseId", "Currency", "TimeZone", "CreatedAt"],
            [[BillingSql.Bytes(account.Value), BillingSql.Bytes(started.EnterpriseId.Value), plan.CurrencyCode, days.TimeZone, Instants.ToMicros(clock.GetUtcNow())]],
            sql.OrKeep("Id"),
            cancellationToken);

        // The account's zone, not the operator's of today: an account keeps the zone it was opened with.
        var zone = (await db.Accounts.Rows($"SELECT * FROM bil_accounts WHERE Id = {BillingSql.Literal(account.Value)}").SingleAsync(cancellationToken)).TimeZone;
        var startsAt = Instants.ToMicros(started.StartsAt);
        await sql.InsertAsync(
            transaction,
            "bil_segments",
            ["Id", "SubscriptionId", "AccountId", "EnterpriseId", "ProductId", "PlanVersionId", "ContractPriceVersionId", "ApplicationKey", "Currency", "TimeZone", "StartsAt", "EndsAt"],
            [[
                BillingSql.Bytes(SegmentOf(started.SubscriptionId, startsAt).Value), BillingSql.Bytes(started.SubscriptionId.Value), BillingSql.Bytes(account.Value),
                BillingSql.Bytes(started.EnterpriseId.Value), BillingSql.Bytes(started.ProductId.Value), BillingSql.Bytes(started.PlanVersionId.Value), null,
                started.ApplicationKey, plan.CurrencyCode, zone, startsAt, null,
            ]],
            sql.OrKeep("Id"),
            cancellationToken);
        return true;
    }
}
