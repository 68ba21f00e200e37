using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Orders.Tests.Seats;

/// <summary>Acme has two employees, of whom one is suspended; the other enterprise has one.</summary>
internal sealed class FakeEmployees : IEmployees
{
    public static readonly PersonId Li = new(new Guid("01900000-0000-7000-8000-0000000000a1"));
    public static readonly PersonId Wu = new(new Guid("01900000-0000-7000-8000-0000000000a2"));
    public static readonly PersonId Stranger = new(new Guid("01900000-0000-7000-8000-0000000000a3"));

    public Task<IReadOnlyList<EmployeeView>> ListAsync(EnterpriseId enterprise, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<EmployeeView>>(
        enterprise == Some.Acme
            ? [new(Li, "Li", "li@acme.example", false), new(Wu, "Wu", "wu@acme.example", true)]
            : [new(Stranger, "Stranger", "stranger@other.example", false)]);
}

/// <summary>Whose sign-ons were ended.</summary>
internal sealed class FakeSignOns : ISignOns
{
    public List<(PersonId, string)> Ended { get; } = [];

    /// <summary>Applications that take tickets.</summary>
    public HashSet<string> Tickets { get; } = new(StringComparer.Ordinal);

    public Task DescribeAsync(SignOnAddresses addresses, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyDictionary<string, string>> FindTicketPathsAsync(IReadOnlyCollection<string> applicationKeys, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(applicationKeys.Where(Tickets.Contains).ToDictionary(k => k, k => "/sso/ticket?application=" + k, StringComparer.Ordinal));

    public Task EndAsync(PersonId person, string applicationKey, CancellationToken cancellationToken)
    {
        Ended.Add((person, applicationKey));
        return Task.CompletedTask;
    }
}

/// <summary>What the modules log beside their commands.</summary>
internal sealed class FakeChangeLog : IChangeLog
{
    public List<(string Kind, Change Change)> Lines { get; } = [];

    public Task AddAsync(string kind, Change change, CancellationToken cancellationToken)
    {
        Lines.Add((kind, change));
        return Task.CompletedTask;
    }

    public void NoteRefusal(HubError refusal)
    {
    }
}
