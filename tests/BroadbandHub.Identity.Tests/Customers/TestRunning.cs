using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Tests.Customers;

/// <summary>As many subscriptions as a test says, for everybody.</summary>
internal sealed class TestRunning : IRunningServices
{
    public int Count { get; set; }

    public Task<int> CountAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => Task.FromResult(Count);

    public Task<int> CountAsync(PartnerId partner, CancellationToken cancellationToken) => Task.FromResult(Count);
}
