using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Applications;

/// <summary>Which applications are a partner's, for whoever tells them about it.</summary>
internal sealed class PartnerApplications(CatalogDb db) : IPartnerApplications
{
    public async Task<IReadOnlyList<string>> OfAsync(PartnerId partner, CancellationToken cancellationToken) =>
        await db.Applications.Where(a => a.PartnerId == partner).Select(a => a.Key).OrderBy(k => k).ToListAsync(cancellationToken);
}
