using System.Security.Cryptography;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Contracts;
using OpenIddict.Abstractions;

namespace BroadbandHub.Identity.Tokens;

internal sealed class ApplicationClients(IOpenIddictApplicationManager clients, TimeProvider clock) : IApplicationClients
{
    public async Task<ClientCredential> CreateAsync(
        string applicationKey, string name, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var made = new ClientCredential($"{applicationKey}.{Guid.CreateVersion7(clock.GetUtcNow()).ToString("N")[^12..]}", NewSecret());
        await clients.CreateAsync(Describe(made, name, applicationKey, scopes), cancellationToken);
        return made;
    }

    /// <summary>A client of an operator's own scripts; replaces the secret of one that is there.</summary>
    public async Task<ClientCredential> CreateOrRenewAsync(string clientId, string name, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken)
    {
        var made = new ClientCredential(clientId, NewSecret());
        var descriptor = Describe(made, name, null, scopes);
        if (await clients.FindByClientIdAsync(clientId, cancellationToken) is { } there)
        {
            await clients.UpdateAsync(there, descriptor, cancellationToken);
        }
        else
        {
            await clients.CreateAsync(descriptor, cancellationToken);
        }

        return made;
    }

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
