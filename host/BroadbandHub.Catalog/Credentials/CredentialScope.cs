using BroadbandHub.Catalog.Applications;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk.Web;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Credentials;

internal static class CredentialScope
{
    /// <summary>The application, if the user may manage its credentials: the operator all, a partner's people those of the applications that the operator assigned to the partner.</summary>
    public static Task<Application?> FindManagedAsync(this CatalogDb db, ICurrentUser user, string applicationKey, CancellationToken cancellationToken) =>
        db.Applications.AsNoTracking().ManagedBy(user).FirstOrDefaultAsync(a => a.Key == applicationKey, cancellationToken);

    public static IQueryable<Application> ManagedBy(this IQueryable<Application> applications, ICurrentUser user)
    {
        if (user.Audience == Audience.Operator)
        {
            return applications;
        }

        var partner = user.Audience == Audience.Partner ? user.PartnerId : null;
        return partner is null ? applications.Where(_ => false) : applications.Where(a => a.PartnerId == partner);
    }
}
