using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.SignOn;

/// <summary>Removes tokens, authorizations and sign-ons that are of no use to anybody any more.</summary>
internal sealed class PruneSignOns(IdentityDb db, IOpenIddictTokenManager tokens, IOpenIddictAuthorizationManager authorizations, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    public const string Name = "identity.prune_sign_ons";
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    /// <summary>Longer than a refresh token lives: whatever is left of an older sign-on opens nothing.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(15);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - Keep;
        var gone = await tokens.PruneAsync(before, cancellationToken) + await authorizations.PruneAsync(before, cancellationToken);
        var rows = await unitOfWork.RunAsync(() => db.SignOns.Where(s => s.StartedAt < before).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
        await unitOfWork.RunAsync(() => db.Tickets.Where(t => t.ExpiresAt < before).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
        return gone + rows == 0 ? null : $"Removed {gone} old tokens and authorizations and {rows} sign-ons.";
    }
}
