using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>One line of a log, of those that the reader may see.</summary>
internal static class GetLogEntry
{
    internal sealed record Query(LogEntryId Id) : IQuery<LogLine>;

    internal sealed class Handler(IdentityDb db, LogScope scope, LogReader reader) : IRequestHandler<Query, Outcome<LogLine>>
    {
        public async Task<Outcome<LogLine>> Handle(Query request, CancellationToken cancellationToken)
        {
            foreach (var book in Enum.GetValues<ChangeBook>())
            {
                if (scope.Seen(db.LogEntries.AsNoTracking(), book) is { } seen
                    && await seen.SingleOrDefaultAsync(e => e.Id == request.Id, cancellationToken) is { } entry)
                {
                    return (await reader.ReadAsync([entry], cancellationToken))[0];
                }
            }

            return HubError.NotFound("log.not_found", "There is no such entry, or it was kept long enough.");
        }
    }

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/identity/v1/log/{id}", async (LogEntryId id, IMediator mediator, CancellationToken cancellationToken) => (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithTags("Logs").WithName("GetLogEntry").WithSummary("One entry of a log, with the fields before and after.").Produces<LogLine>().ProducesProblem(404);
}
