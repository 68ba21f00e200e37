using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Contracts;

/// <summary>What enterprises may do as customers. Scoped; answers whoever asks.</summary>
public interface ICustomers
{
    /// <summary>
    /// Null when the enterprise may order something now. Inside the unit of work of the order: the enterprise stays as it is until the transaction ends, so nobody closes it over an order
    /// that is just being placed.
    /// </summary>
    Task<HubError?> TakeForOrderAsync(EnterpriseId enterprise, CancellationToken cancellationToken);
}

/// <summary>What an enterprise still has running, which stands in the way of closing it. Scoped; called inside the unit of work that closes it.</summary>
public interface IRunningServices
{
    /// <summary>How many subscriptions of the enterprise have not ended: those that are being made ready, active ones, and those whose end is still to come.</summary>
    Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken);
}
