using System.Collections.Concurrent;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;

namespace BroadbandHub.Identity.Tests.People;

/// <summary>Keeps the mails about accounts; refuses addresses of one domain, as a mail module may.</summary>
internal sealed class TestMails : IAccountMails
{
    private readonly ConcurrentQueue<AccountMail> sent = new();

    public IReadOnlyList<AccountMail> Sent => [.. sent];

    public Task<HubError?> SendAsync(AccountMail mail, CancellationToken cancellationToken)
    {
        if (mail.ToAddress.EndsWith("@unreachable.test", StringComparison.Ordinal))
        {
            return Task.FromResult<HubError?>(HubError.Invalid("person.email_wrong", "No mail can be sent to this address.", "email"));
        }

        sent.Enqueue(mail);
        return Task.FromResult<HubError?>(null);
    }

    public ConcurrentQueue<PartnerRefusal> Refusals { get; } = new();

    public Task<HubError?> RefuseAsync(PartnerRefusal mail, CancellationToken cancellationToken)
    {
        Refusals.Enqueue(mail);
        return Task.FromResult<HubError?>(null);
    }

    public AccountMail LastTo(string address) => sent.Last(m => m.ToAddress == address);
}

/// <summary>Who has been said to have left.</summary>
internal sealed class TestLeavers : ILeavers
{
    public ConcurrentQueue<PersonId> Gone { get; } = new();

    public Task LeaveAsync(PersonId person, CancellationToken cancellationToken)
    {
        Gone.Enqueue(person);
        return Task.CompletedTask;
    }
}
