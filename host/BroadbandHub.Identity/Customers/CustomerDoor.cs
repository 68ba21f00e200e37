using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Customers;

/// <summary>Of a suspended or closed enterprise nobody comes in. Scoped.</summary>
internal sealed class CustomerDoor(IdentityDb db) : ICustomers
{
    public Task<bool> IsShutAsync(EnterpriseId? enterprise, CancellationToken cancellationToken) => enterprise is { } id
        ? db.Enterprises.AnyAsync(e => e.Id == id && e.State != CustomerState.Prospect && e.State != CustomerState.Active, cancellationToken)
        : Task.FromResult(false);

    public async Task<HubError?> TakeForOrderAsync(EnterpriseId enterprise, CancellationToken cancellationToken) =>
        await db.Enterprises.Where(e => e.Id == enterprise && (e.State == CustomerState.Prospect || e.State == CustomerState.Active))
            .ExecuteUpdateAsync(set => set.SetProperty(e => e.Name, e => e.Name), cancellationToken) > 0
            ? null
            : HubError.Conflict("customer.not_served", "The enterprise is suspended or closed and takes nothing new.") with { Field = "enterpriseId" };
}
