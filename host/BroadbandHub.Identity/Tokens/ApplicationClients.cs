using System.Security.Cryptography;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.Tokens;

internal sealed class ApplicationClients(
    IdentityDb db, IOpenIddictApplicationManager clients, CredentialStates states, CurrentUser user, IUnitOfWork unitOfWork, TimeProvider clock) : IApplicationClients, IClientOwners
{
    // For clients outside of any application.
    private const string Integrator = "client";

    public async Task<ClientCredential> CreateAsync(
        string? applicationKey, string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var made = new ClientCredential($"{applicationKey ?? Integrator}.{Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[^12..]}", NewSecret());
        var descriptor = Describe(made, name, applicationKey, scopes);
        if (applicationKey is not null && await db.SignOnApplications.FirstOrDefaultAsync(a => a.ApplicationKey == applicationKey, cancellationToken) is { } signOn)
        {
            SignOnClients.Allow(descriptor, signOn);
        }

        await clients.CreateAsync(descriptor, cancellationToken);
        await NoteAsync(made.ClientId, applicationKey, name, scopes, expiresAt, cancellationToken);
        return made;
    }

    public async Task<IReadOnlyList<CredentialView>> ListAsync(string? applicationKey, CancellationToken cancellationToken)
    {
        var rows = await db.Credentials.AsNoTracking().Where(c => c.ApplicationKey == applicationKey).OrderByDescending(c => c.CreatedAt).ToListAsync(cancellationToken);
        var authors = rows.Select(c => PersonId.TryParse(c.CreatedBy, null, out var id) ? id.Value : Guid.Empty).ToHashSet();
        var names = await db.People.AsNoTracking().Where(p => authors.Contains(p.Id)).Select(p => new { p.Id, p.FullName }).ToListAsync(cancellationToken);
        var byId = names.ToDictionary(p => new PersonId(p.Id).ToString(), p => p.FullName, StringComparer.Ordinal);
        var now = clock.GetUtcNow();
        return [.. rows.Select(c => new CredentialView(
            c.ClientId, c.Name, c.ScopeList, c.CreatedAt, byId.GetValueOrDefault(c.CreatedBy, c.CreatedBy), c.ExpiresAt, c.RevokedAt, c.LastUsedAt, c.IsLive(now)))];
    }

    public async Task<Outcome<ClientCredential>> RotateAsync(string? applicationKey, string clientId, DateTimeOffset oldValidUntil, CancellationToken cancellationToken)
    {
        if (await FindAsync(applicationKey, clientId, cancellationToken) is not { } old)
        {
            return NotFound(clientId);
        }

        if (!old.IsLive(clock.GetUtcNow()))
        {
            return HubError.Conflict("credential.not_live", "The credential is revoked or has expired. Make a new one instead.");
        }

        var until = old.ExpiresAt < oldValidUntil ? old.ExpiresAt : oldValidUntil;
        var made = await CreateAsync(
            applicationKey, old.Name, old.ScopeList, old.LifeSeconds is { } life ? clock.GetUtcNow().AddSeconds(life) : null, cancellationToken);
        old.ExpiresAt = until?.ToWholeMicros();
        await db.SaveChangesAsync(cancellationToken);
        unitOfWork.AfterCommit(() => states.Forget(clientId));
        return made;
    }

    public async Task<Outcome<Done>> RevokeAsync(string? applicationKey, string clientId, CancellationToken cancellationToken)
    {
        if (await FindAsync(applicationKey, clientId, cancellationToken) is not { } found)
        {
            return NotFound(clientId);
        }

        found.RevokedAt ??= clock.GetUtcNow().ToWholeMicros();
        await db.SaveChangesAsync(cancellationToken);
        unitOfWork.AfterCommit(() => states.Forget(clientId));
        return Done.Instance;
    }

    /// <summary>The client may ask for these scopes from now on, instead of those before.</summary>
    public async Task GiveAsync(Credential credential, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var client = await clients.FindByClientIdAsync(credential.ClientId, cancellationToken) ?? throw new InvalidOperationException($"The client {credential.ClientId} is gone.");
        var descriptor = new OpenIddictApplicationDescriptor();
        await clients.PopulateAsync(descriptor, client, cancellationToken);
        descriptor.Permissions.RemoveWhere(p => p.StartsWith(OpenIddictConstants.Permissions.Prefixes.Scope, StringComparison.Ordinal));
        descriptor.Permissions.UnionWith(scopes.Select(s => OpenIddictConstants.Permissions.Prefixes.Scope + s));
        await clients.UpdateAsync(client, descriptor, cancellationToken);
        credential.Scopes = string.Join(' ', scopes);
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The application's credentials sign people on at these addresses from now on, and at no others.</summary>
    public async Task RedirectAsync(SignOnApplication application, CancellationToken cancellationToken)
    {
        var ids = await db.Credentials.Where(c => c.ApplicationKey == application.ApplicationKey && c.RevokedAt == null).Select(c => c.ClientId).ToListAsync(cancellationToken);
        foreach (var id in ids)
        {
            if (await clients.FindByClientIdAsync(id, cancellationToken) is { } client)
            {
                var descriptor = new OpenIddictApplicationDescriptor();
                await clients.PopulateAsync(descriptor, client, cancellationToken);
                SignOnClients.Allow(descriptor, application);
                await clients.UpdateAsync(client, descriptor, cancellationToken);
            }
        }
    }

    /// <summary>A client of an operator's own scripts; replaces the secret of one that is there.</summary>
    public async Task<ClientCredential> CreateOrRenewAsync(string clientId, string name, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var made = new ClientCredential(clientId, NewSecret());
        var descriptor = Describe(made, name, null, scopes);
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is { } there)
        {
            await clients.UpdateAsync(there, descriptor, cancellationToken);
            await db.Credentials.Where(c => c.ClientId == clientId).ExecuteDeleteAsync(cancellationToken);
        }
        else
        {
            await clients.CreateAsync(descriptor, cancellationToken);
        }

        await NoteAsync(clientId, null, name, scopes, null, cancellationToken);
        return made;
    }

    public Task<Credential?> FindAsync(string? applicationKey, string clientId, CancellationToken cancellationToken) =>
        db.Credentials.SingleOrDefaultAsync(c => c.ClientId == clientId && c.ApplicationKey == applicationKey, cancellationToken);

    public async Task<PersonId?> FindOwnerAsync(string clientId, CancellationToken cancellationToken)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var by = clientId; by is not null && seen.Add(by);)
        {
            by = await db.Credentials.AsNoTracking().Where(c => c.ClientId == by).Select(c => c.CreatedBy).FirstOrDefaultAsync(cancellationToken);
            if (PersonId.TryParse(by, null, out var person))
            {
                return person;
            }
        }

        return null;
    }

    private async Task NoteAsync(
        string clientId, string? applicationKey, string name, IReadOnlyCollection<string> scopes, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().ToWholeMicros();
        db.Credentials.Add(new()
        {
            ClientId = clientId,
            ApplicationKey = applicationKey,
            Name = name,
            Scopes = string.Join(' ', scopes),
            CreatedAt = now,
            CreatedBy = user.PersonId?.ToString() ?? user.ClientId ?? "hub",
            ExpiresAt = expiresAt?.ToWholeMicros(),
            LifeSeconds = expiresAt is { } end ? Math.Max(1, (long)(end - now).TotalSeconds) : null,
        });
        await db.SaveChangesAsync(cancellationToken);
    }

    private static HubError NotFound(string clientId) =>
        HubError.NotFound("credential.not_found", $"There is no credential “{(clientId.Length > 100 ? clientId[..100] : clientId)}”.");

    private static OpenIddictApplicationDescriptor Describe(ClientCredential made, string name, string? applicationKey, IReadOnlyCollection<string> scopes)
    {
        var descriptor = new OpenIddictApplicationDescriptor
        {
            ClientId = made.ClientId,
            ClientSecret = made.ClientSecret,
            ClientType = OpenIddictConstants.ClientTypes.Confidential,
            DisplayName = name,
        };
        descriptor.Permissions.Add(OpenIddictConstants.Permissions.Endpoints.Token);
        descriptor.Permissions.Add(OpenIddictConstants.Permissions.GrantTypes.ClientCredentials);
        descriptor.Permissions.UnionWith(scopes.Select(s => OpenIddictConstants.Permissions.Prefixes.Scope + s));
        if (applicationKey is not null)
        {
            descriptor.Properties[HubClaims.Application] = JsonSerializer.SerializeToElement(applicationKey);
        }

        return descriptor;
    }

    // 256 bits, in characters that survive forms, shells and JSON.
    private static string NewSecret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
