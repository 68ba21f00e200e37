using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Tasks.Inbox;

/// <summary>The one who asked takes the request back.</summary>
internal static class WithdrawTask
{
    [Logged("tasks.task.withdrawn")]
    public sealed record Command(TaskId Id) : ICommand<TaskJson>;

    public sealed class Handler(TasksDb db, TaskScope scope, TaskReader reader, IEnumerable<IApprovalEffect> effects, ICurrentUser user, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<TaskJson>>
    {
        public async Task<Outcome<TaskJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            var task = await scope.Requested.FirstOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
            if (task is null || user.PersonId is not { } person)
            {
                return TaskScope.NotFound(command.Id);
            }

            if (!task.IsOpen)
            {
                return HubError.Conflict("task.ended", "This is already decided.");
            }

            task.Describe(changes.This);
            var decision = new ApprovalDecision(task.Id, task.Subject, ApprovalVerdict.Withdrawn, person, null);
            if (await effects.Single(e => e.Kind == task.Kind).DecideAsync(decision, cancellationToken) is { } refused)
            {
                return refused;
            }

            task.End(TaskState.Withdrawn, person, null, clock.GetUtcNow().ToWholeMicros());
            return (await reader.ReadAsync([task], cancellationToken))[0];
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/tasks/v1/tasks/{id}/withdraw", async (TaskId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("Take your own request back").Produces<TaskJson>().ProducesProblem(404).ProducesProblem(409);
}
