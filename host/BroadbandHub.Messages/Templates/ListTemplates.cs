using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Templates;

/// <summary>Every kind of mail that this hub sends, with its words. There are few, so they come at once.</summary>
internal static class ListTemplates
{
    public sealed record Query(string? Key = null) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<TemplateJson> Items);

    public sealed class Handler(MailTemplates templates, MessagesDb db) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Key is { } key && templates.Find(key) is null)
            {
                return MailTemplates.NotFound(key);
            }

            var changed = await db.ChangedWords.AsNoTracking().ToListAsync(cancellationToken);
            return new Result([.. templates.All.Where(t => query.Key is null || t.Key == query.Key).Select(t => TemplateJson.Of(t, changed))]);
        }
    }

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/messages/v1/templates", async (IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(), cancellationToken)).ToHttp(all => Results.Ok(new { all.Items, Next = (string?)null })))
            .RequireAuthorization(MessagesPermissions.Read)
            .WithTags("Messages").WithSummary("List the kinds of mail and their words");
        routes.MapGet("/messages/v1/templates/{key}", async (string key, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(key), cancellationToken)).ToHttp(one => Results.Ok(one.Items[0])))
            .RequireAuthorization(MessagesPermissions.Read)
            .WithTags("Messages").WithSummary("Read the words of a kind of mail").Produces<TemplateJson>().ProducesProblem(404);
    }
}
