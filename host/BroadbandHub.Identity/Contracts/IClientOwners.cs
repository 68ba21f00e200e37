using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Who answers for what a program does. Scoped.</summary>
public interface IClientOwners
{
    /// <summary>
    /// The person who made the client, or made the client that made it, and so has known its secret; null for one that the hub made, and for no client. One that was revoked still has its owner.
    /// </summary>
    Task<PersonId?> FindOwnerAsync(string clientId, CancellationToken cancellationToken);
}
