using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Names of people for pages that say who did something: other modules keep only opaque references. Scoped; operator staff and the hub itself see everybody, others the people of their own organisation.</summary>
public interface IPeople
{
    /// <summary>Who is not there (any more), or whom the current user may not see, is left out.</summary>
    Task<IReadOnlyDictionary<PersonId, string>> FindNamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken);
}
