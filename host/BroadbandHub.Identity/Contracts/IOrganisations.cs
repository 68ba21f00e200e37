using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

public sealed record EnterpriseView(EnterpriseId Id, string Name, DateTimeOffset CreatedAt);

/// <param name="IsActive">Whether it has been admitted and is neither suspended nor gone.</param>
public sealed record PartnerView(PartnerId Id, string Name, DateTimeOffset CreatedAt, bool IsActive = true);

/// <summary>Looks organisations up. Scoped; answers only what the current user may see, except where the caller is the hub itself (no current user).</summary>
public interface IOrganisations
{
    Task<EnterpriseView?> FindEnterpriseAsync(EnterpriseId id, CancellationToken cancellationToken);

    Task<IReadOnlyDictionary<EnterpriseId, EnterpriseView>> FindEnterprisesAsync(IReadOnlyCollection<EnterpriseId> ids, CancellationToken cancellationToken);

    Task<IReadOnlyList<EnterpriseView>> ListEnterprisesAsync(string? search, int skip, int take, CancellationToken cancellationToken);

    Task<PartnerView?> FindPartnerAsync(PartnerId id, CancellationToken cancellationToken);

    Task<IReadOnlyList<PartnerView>> ListPartnersAsync(string? search, int skip, int take, CancellationToken cancellationToken);
}
