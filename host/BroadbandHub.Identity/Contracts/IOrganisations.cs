using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

public sealed record EnterpriseView(EnterpriseId Id, string Name, DateTimeOffset CreatedAt);

public sealed record PartnerView(PartnerId Id, string Name, DateTimeOffset CreatedAt);

/// <summary>Looks organisations up. Scoped; answers only what the current user may see, except where the caller is the hub itself (no current user).</summary>
public interface IOrganisations
{
    Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken);

    Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken);

    Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken);
}

public sealed record ClientCredential(string ClientId, string ClientSecret);

/// <summary>OAuth clients of applications. Scoped.</summary>
public interface IApplicationClients
{
    /// <summary>Makes a client whose tokens carry the claim <c>application</c>. The secret is known only now.</summary>
    Task<ClientCredential> CreateAsync(string applicationKey, string name, IReadOnlyCollection<string> scopes, CancellationToken cancellationToken);
}
