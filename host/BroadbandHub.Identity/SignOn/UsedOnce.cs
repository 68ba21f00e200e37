using System.Security.Claims;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.EntityFrameworkCore.Models;

namespace BroadbandHub.Identity.SignOn;

/// <summary>
/// A code or refresh token is good once, also when several requests bring it at the same moment: OpenIddict reads that it is unused and marks it later, so
/// requests in between would all get through. Who comes second holds a copy, and nobody knows which of the two is the thief: the sign-on ends.
/// </summary>
internal sealed class UsedOnce(IdentityDb db, IOpenIddictAuthorizationManager authorizations, IUnitOfWork unitOfWork, TimeProvider clock)
{
    public Task<bool> ClaimAsync(ClaimsPrincipal token, CancellationToken cancellationToken)
    {
        var (id, now) = (token.GetTokenId(), clock.GetUtcNow().UtcDateTime);
        return unitOfWork.RunAsync(
            async () =>
            {
                // OpenIddict writes the same column when it marks the token itself; its own check of concurrency is left alone.
                if (await db.Set<OpenIddictEntityFrameworkCoreToken>().Where(t => t.Id == id && t.RedemptionDate == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(t => t.RedemptionDate, now), cancellationToken) == 1)
                {
                    return true;
                }

                if (token.GetAuthorizationId() is { } authorizationId && await authorizations.FindByIdAsync(authorizationId, cancellationToken) is { } authorization)
                {
                    await authorizations.TryRevokeAsync(authorization, cancellationToken);
                }

                return false;
            },
            _ => true,
            cancellationToken);
    }
}
