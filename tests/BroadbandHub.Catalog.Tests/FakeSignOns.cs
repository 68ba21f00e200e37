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

    public Task<IReadOnlyDictionary<string, string>> FindTicketPathsAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(StringComparer.Ordinal));

    public Task EndAsync(PersonId person, string applicationKey, CancellationToken cancellationToken) => Task.CompletedTask;
}
