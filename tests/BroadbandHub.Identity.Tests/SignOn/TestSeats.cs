using System.Collections.Concurrent;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>Everybody of an enterprise has a seat on every application, except those from whom it was taken.</summary>
internal sealed class TestSeats : ISeatCheck
{
    public static readonly SubscriptionId Seat = new(new Guid("01900000-0000-7000-8000-00000000005e"));

    public ConcurrentDictionary<string, bool> Closed { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Roles { get; set; } = [];

    public Task<HeldSeats> FindSeatsAsync(PersonId person, EnterpriseId enterprise, string applicationKey, CancellationToken cancellationToken) =>
        Task.FromResult(Closed.ContainsKey(applicationKey) ? HeldSeats.None : new([Seat], Roles));
}
