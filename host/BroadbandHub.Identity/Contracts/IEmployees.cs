using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

public sealed record EmployeeView(PersonId Id, string Name, string Email, bool IsSuspended);

/// <summary>The people of an enterprise. Scoped; answers operator staff, the hub itself, and the enterprise's own people.</summary>
public interface IEmployees
{
    /// <summary>All of them by name, suspended ones too, erased ones not; empty for those who may not see them.</summary>
    Task<IReadOnlyList<EmployeeView>> ListAsync(EnterpriseId enterprise, CancellationToken cancellationToken);
}
