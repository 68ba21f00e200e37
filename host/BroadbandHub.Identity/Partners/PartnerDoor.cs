using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Partners;

/// <summary>Of a partner that is not active nobody comes in, and nothing new of it is sold. Scoped.</summary>
internal sealed class PartnerDoor(IdentityDb db) : IPartners
{
    public Task<bool> IsShutAsync(PartnerId? partner, CancellationToken cancellationToken) =>
        partner is { } id ? db.Partners.AnyAsync(p => p.Id == id && p.State != PartnerState.Active, cancellationToken) : Task.FromResult(false);

    public Task<bool> IsActiveAsync(PartnerId partner, CancellationToken cancellationToken) => db.Partners.AnyAsync(p => p.Id == partner && p.State == PartnerState.Active, cancellationToken);
}
