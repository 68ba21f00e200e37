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

/// <summary>One task, for those who may decide it and the one who asked.</summary>
internal static class GetTask
{
    public sealed record Query(TaskId Id) : IQuery<TaskJson>;

    public sealed class Handler(TaskScope scope, TaskReader reader) : IRequestHandler<Query, Outcome<TaskJson>>
    {
        public async Task<Outcome<TaskJson>> Handle(Query query, CancellationToken cancellationToken) =>
            await scope.Seen.AsNoTracking().FirstOrDefaultAsync(t => t.Id == query.Id, cancellationToken) is { } task
                ? (await reader.ReadAsync([task], cancellationToken))[0]
                : TaskScope.NotFound(query.Id);
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/tasks/v1/tasks/{id}", async (TaskId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("Read a task").Produces<TaskJson>().ProducesProblem(404);
}
