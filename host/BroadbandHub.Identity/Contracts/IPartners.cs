using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Where partners stand. Scoped; answers whoever asks.</summary>
public interface IPartners
{
    /// <summary>True for one that has been admitted and is neither suspended nor gone: its products may be sold and applications given to it.</summary>
    Task<bool> IsActiveAsync(PartnerId partner, CancellationToken cancellationToken);
}

/// <summary>Which applications are a partner's. The module that knows applications implements it. Scoped; called inside the unit of work that changes the partner's state.</summary>
public interface IPartnerApplications
{
    /// <summary>The keys of the partner's applications.</summary>
    Task<IReadOnlyList<string>> OfAsync(PartnerId partner, CancellationToken cancellationToken);
}
