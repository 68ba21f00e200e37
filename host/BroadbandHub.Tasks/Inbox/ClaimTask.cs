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

/// <summary>Says who is at it, so that two people do not look into the same matter; and gives it back.</summary>
internal static class ClaimTask
{
    /// <param name="TakeOver">Also when somebody else has it.</param>
    public sealed record Body(bool TakeOver = false);

    /// <param name="Release">Give it back instead.</param>
    [Logged("tasks.task.claimed")]
    public sealed record Command(TaskId Id, bool TakeOver = false, bool Release = false) : ICommand<TaskJson>;

    public sealed class Handler(TasksDb db, TaskScope scope, TaskReader reader, ICurrentUser user, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<TaskJson>>
    {
        public async Task<Outcome<TaskJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            await db.LockAsync(command.Id, cancellationToken);
            var task = await scope.Inbox.FirstOrDefaultAsync(t => t.Id == command.Id, cancellationToken);
            if (task is null)
            {
                return TaskScope.NotFound(command.Id);
            }

            if (scope.WhyNot(task) is { } whyNot && !(whyNot.Code == "task.claimed" && command.TakeOver))
            {
                return whyNot;
            }

            task.Describe(changes.This)
                .As(command.Release ? "tasks.task.released" : "tasks.task.claimed");
            if (task.ClaimedBy == (command.Release ? null : user.PersonId))
            {
                changes.This.Nothing();
                return (await reader.ReadAsync([task], cancellationToken))[0];
            }

            if (command.Release)
            {
                task.Release();
            }
            else
            {
                task.Claim(user.PersonId!.Value, clock.GetUtcNow().ToWholeMicros());
            }

            return (await reader.ReadAsync([task], cancellationToken))[0];
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tasks/v1/tasks/{id}/claim", async (TaskId id, Body? body, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, body?.TakeOver ?? false), cancellationToken)).ToHttp())
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("Say that you are at it").Produces<TaskJson>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
        routes.MapPost("/tasks/v1/tasks/{id}/release", async (TaskId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id, Release: true), cancellationToken)).ToHttp())
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("Give it back to the others").Produces<TaskJson>().ProducesProblem(403).ProducesProblem(404).ProducesProblem(409);
    }
}
