using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

/// <summary>The task that the asker may decide and that waits longest; what opens after a decision.</summary>
internal static class NextTask
{
    public sealed record Query : IQuery<Result>;

    public sealed record Result(TaskId? Id);

    public sealed class Handler(TaskScope scope, ICurrentUser user) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            var person = user.PersonId;
            var next = await scope.Inbox.AsNoTracking()
                .Where(t => t.State == TaskState.Open && (t.RequestedBy == null || t.RequestedBy != person) && (t.ClaimedBy == null || t.ClaimedBy == person))
                .OrderBy(t => t.Id).FirstOrDefaultAsync(cancellationToken);
            return new Result(next?.Id);
        }
    }
}
