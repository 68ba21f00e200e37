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

/// <summary>Somebody else than the one who asked says yes or no; what that means is done in the same transaction.</summary>
internal static class DecideTask
{
    /// <param name="Comment">Required for a no: the one who asked wants to know why.</param>
    public sealed record Body(bool? Approve, string? Comment);

    [Logged("tasks.task.approved")]
    public sealed record Command(TaskId Id, bool? Approve, string? Comment) : ICommand<TaskJson>;

    public sealed class Handler(TasksDb db, TaskScope scope, TaskReader reader, IEnumerable<IApprovalEffect> effects, ICurrentUser user, Changes changes, TimeProvider clock)
        : IRequestHandler<Command, Outcome<TaskJson>>
    {
        public async Task<Outcome<TaskJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            if (command.Approve is not { } approve)
            {
                return HubError.Invalid("task.no_decision", "Say whether you approve: true or false.", "approve");
            }

            var comment = string.IsNullOrWhiteSpace(command.Comment) ? null : command.Comment.Trim();
            if (comment?.Length > ApprovalDecision.MostComment)
            {
                return HubError.Invalid("task.comment_too_long", $"A comment has at most {ApprovalDecision.MostComment} characters.", "comment");
            }

            if (!approve && comment is null)
            {
                return HubError.Invalid("task.no_reason", "Say why not; the one who asked will read it.", "comment");
            }

            await db.LockAsync(command.Id, cancellationToken);
            var task = await scope.Inbox.FirstOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
            if (task is null)
            {
                return TaskScope.NotFound(command.Id);
            }

            if (scope.WhyNot(task) is { } whyNot)
            {
                return whyNot;
            }

            task.Describe(changes.This)
                .As(approve ? "tasks.task.approved" : "tasks.task.rejected").With("comment", comment);
            var decision = new ApprovalDecision(
                task.Id, task.Subject, approve ? ApprovalVerdict.Approved : ApprovalVerdict.Rejected, user.PersonId!.Value, comment);
            if (await effects.Single(e => e.Kind == task.Kind).DecideAsync(decision, cancellationToken) is { } refused)
            {
                return refused;
            }

            task.End(approve ? TaskState.Approved : TaskState.Rejected, user.PersonId, comment, clock.GetUtcNow().ToWholeMicros());
            return (await reader.ReadAsync([task], cancellationToken))[0];
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/tasks/v1/tasks/{id}/decide", async (TaskId id, Body body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, body.Approve, body.Comment), cancellationToken)).ToHttp())
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("Say yes or no; never to one's own request").Produces<TaskJson>().ProducesProblem(400).ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
}
