using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Catalog.Tests;

/// <summary>What sign-on was told last.</summary>
internal sealed class FakeSignOns : ISignOns
{
    public SignOnAddresses? Last { get; private set; }

    public Task DescribeAsync(SignOnAddresses addresses, CancellationToken cancellationToken)
    {
        Last = addresses;
        return Task.CompletedTask;
    }

    public Task EndAsync(PersonId person, string applicationKey, CancellationToken cancellationToken) => Task.CompletedTask;
}
