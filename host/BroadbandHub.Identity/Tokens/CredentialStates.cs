using System.Collections.Concurrent;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using OpenIddict.Validation;

namespace BroadbandHub.Identity.Tokens;

/// <summary>
/// Whether a credential may still be used. Usage arrives thousands of times a second, so a node asks the database about each credential at most once a
/// second: that is how long a revocation made on another node may take to arrive here. Notes the last use as it goes.
/// </summary>
internal sealed class CredentialStates(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan UsePrecision = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, Known> known = new(StringComparer.Ordinal);

    public async ValueTask<bool> IsLiveAsync(string clientId, CancellationToken cancellationToken)
    {
        if (!known.TryGetValue(clientId, out var said) || clock.GetElapsedTime(said.ReadAt) >= GoodFor)
        {
            said = await ReadAsync(clientId, cancellationToken);
            if (said.Exists)
            {
                known[clientId] = said;
            }
        }

        return said.Exists && !said.Revoked && (said.ExpiresAt is null || said.ExpiresAt > clock.GetUtcNow());
    }

    /// <summary>The next question is answered by the database.</summary>
    public void Forget(string clientId) => known.TryRemove(clientId, out _);

    private async Task<Known> ReadAsync(string clientId, CancellationToken cancellationToken)
    {
        var at = clock.GetTimestamp();
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        if (await db.Credentials.AsNoTracking().SingleOrDefaultAsync(c => c.ClientId == clientId, cancellationToken) is not { } found)
        {
            return default;
        }

        var now = clock.GetUtcNow();
        if (found.IsLive(now) && !(now - found.LastUsedAt < UsePrecision))
        {
            var stale = now - UsePrecision;
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                () => db.Credentials.Where(c => c.ClientId == clientId && (c.LastUsedAt == null || c.LastUsedAt <= stale))
                    .ExecuteUpdateAsync(set => set.SetProperty(c => c.LastUsedAt, now), cancellationToken),
                _ => true, cancellationToken);
        }

        return new(true, at, found.RevokedAt is not null, found.ExpiresAt);
    }

    private readonly record struct Known(bool Exists, long ReadAt, bool Revoked, DateTimeOffset? ExpiresAt);
}

/// <summary>Refuses tokens whose credential has been revoked or has expired since they were issued.</summary>
internal sealed class RefuseDeadCredentials(CredentialStates states) : IOpenIddictValidationHandler<OpenIddictValidationEvents.ProcessAuthenticationContext>
{
    public static OpenIddictValidationHandlerDescriptor Descriptor { get; } =
        OpenIddictValidationHandlerDescriptor.CreateBuilder<OpenIddictValidationEvents.ProcessAuthenticationContext>()
            .UseSingletonHandler<RefuseDeadCredentials>()
            .SetOrder(OpenIddictValidationHandlers.ValidateAccessToken.Descriptor.Order + 1)
            .Build();

    public async ValueTask HandleAsync(OpenIddictValidationEvents.ProcessAuthenticationContext context)
    {
        if (PersonId.TryParse(context.AccessTokenPrincipal?.GetClaim(HubClaims.Subject), null, out _))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "This token says who signed on to an application. It opens nothing else.");
            return;
        }

        if (context.AccessTokenPrincipal?.GetClaim(HubClaims.Client) is { } client && !await states.IsLiveAsync(client, context.CancellationToken))
        {
            context.Reject(OpenIddictConstants.Errors.InvalidToken, "The credential that this token was issued for has been revoked or has expired.");
        }
    }
}
