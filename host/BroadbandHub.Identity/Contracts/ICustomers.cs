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

/// <summary>What still runs, which stands in the way of closing an enterprise or letting a partner go. Scoped; called inside the unit of work that does it.</summary>
public interface IRunningServices
{
    /// <summary>How many subscriptions of the enterprise have not ended: those that are being made ready, active ones, and those whose end is still to come.</summary>
    Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken);

    /// <summary>The same of the subscriptions to a partner's products.</summary>
    Task<int> CountAsync(PartnerId partner, CancellationToken cancellationToken);
}
