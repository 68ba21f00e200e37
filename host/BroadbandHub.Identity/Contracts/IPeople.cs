using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>Names of people for other modules, which keep only ids. Scoped. Somebody who was erased is not found.</summary>
public interface IPeople
{
    Task<IReadOnlyDictionary<PersonId, string>> NamesAsync(IReadOnlyCollection<PersonId> ids, CancellationToken cancellationToken);
}
