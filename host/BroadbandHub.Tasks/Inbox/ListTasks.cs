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

/// <summary>What waits for the asker (longest first), what the asker waits for, or what was decided (latest first).</summary>
internal static class ListTasks
{
    public const int MostAtOnce = 200;

    public static readonly IReadOnlyList<string> Lists = ["waiting", "requested", "ended"];

    public sealed record Query(string? List, TaskId? After, int Limit, int Skip = 0) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<TaskJson> Items, string? Next, int Total);

    public sealed class Handler(TaskScope scope, TaskReader reader) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var list = query.List ?? "waiting";
            if (!Lists.Contains(list))
            {
                return HubError.Invalid("task.unknown_list", $"The list is one of {string.Join(", ", Lists)}.", "list");
            }

            var oldestFirst = list == "waiting";
            var tasks = list switch
            {
                "waiting" => scope.Inbox.Where(t => t.State == TaskState.Open),
                "requested" => scope.Requested,
                _ => scope.Inbox.Where(t => t.State != TaskState.Open),
            };
            var total = await tasks.CountAsync(cancellationToken);
            if (query.After is { } after)
            {
                tasks = oldestFirst ? tasks.Where(t => IdOrder.Compare(t.Id, after) > 0) : tasks.Where(t => IdOrder.Compare(t.Id, after) < 0);
            }

            var ordered = oldestFirst ? tasks.OrderBy(t => t.Id) : tasks.OrderByDescending(t => t.Id);
            var found = await ordered.AsNoTracking().Skip(query.Skip).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).ToList();
            return new Result(await reader.ReadAsync(page, cancellationToken), found.Count > query.Limit ? page[^1].Id.ToString() : null, total);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/tasks/v1/tasks", async (string? list, TaskId? cursor, int? limit, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(list, cursor, limit ?? 50), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items, found.Next })))
            .RequireAuthorization()
            .WithTags("Tasks").WithSummary("List what waits for you, what you wait for, or what was decided");
}
