using BroadbandHub.Storage.Contracts;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Storage.Contracts.ChangeBook;

namespace BroadbandHub.Billing.Bills;

/// <summary>What the changes of bills and runs are called in the logs.</summary>
internal static class BillChanges
{
    public static void Add(IServiceCollection services) => services.AddChanges(
        [
            new("billing.run.created", Business, new("Began the bill run of {month}", "启动 {month} 的出账")),
            new("billing.run.approved", Business, new("Approved the bill run {subject}", "批准出账 {subject}")),
            new("billing.run.issued", Business, new("Had the bill run {subject} issued", "发出账单，出账 {subject}")),
            new("billing.run.cancelled", Business, new("Cancelled the bill run {subject}", "取消出账 {subject}")),
        ],
        [new("run", new("Bill run", "出账"), "/console/runs/{id}")],
        [new("month", new("Month", "月份"))]);
}
