using BroadbandHub.Identity.Contracts;
using BroadbandHub.Portal.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

/// <summary>How many tasks the viewer may decide: what the bar on top shows.</summary>
internal sealed class InboxCount(TaskScope scope, ICurrentUser user) : IInbox
{
    private const int Most = 100;

    public Task<int> CountAsync(CancellationToken cancellationToken)
    {
        var person = user.PersonId;
        return scope.Inbox
            .Where(t => t.State == TaskState.Open && (t.RequestedBy == null || t.RequestedBy != person) && (t.ClaimedBy == null || t.ClaimedBy == person))
            .Take(Most).CountAsync(cancellationToken);
    }
}
