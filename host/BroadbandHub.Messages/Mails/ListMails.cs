using BroadbandHub.Messages.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Messages.Mails;

/// <summary>Mails, newest first, by cursor: the cursor is the last mail's id.</summary>
internal static class ListMails
{
    public const int MostAtOnce = 200;

    /// <param name="To">A whole address.</param>
    public sealed record Query(MailId? After, int Limit, string? State, string? To, string? Template, int Skip = 0) : IQuery<Result>;

    public sealed record Result(IReadOnlyList<MailJson> Items, string? Next, int Total);

    public sealed class Handler(MessagesDb db) : IRequestHandler<Query, Outcome<Result>>
    {
        public async Task<Outcome<Result>> Handle(Query query, CancellationToken cancellationToken)
        {
            if (query.Limit is < 1 or > MostAtOnce)
            {
                return HubError.Invalid("list.bad_limit", $"A page holds 1 to {MostAtOnce} entries.", "limit");
            }

            var mails = db.Mails.AsNoTracking();
            if (!string.IsNullOrEmpty(query.State))
            {
                if (MailJson.StateOf(query.State) is not { } state)
                {
                    return HubError.Invalid("mail.unknown_state", $"The state is one of {string.Join(", ", MailJson.States)}.", "state");
                }

                mails = mails.Where(m => m.State == state);
            }

            if (query.To?.Trim() is { Length: > 0 } to)
            {
                mails = mails.Where(m => m.ToAddress == to);
            }

            if (!string.IsNullOrEmpty(query.Template))
            {
                mails = mails.Where(m => m.Template == query.Template);
            }

            var total = await mails.CountAsync(cancellationToken);
            if (query.After is { } after)
            {
                mails = mails.Where(m => IdOrder.Compare(m.Id, after) < 0);
            }

            var found = await mails.OrderByDescending(m => m.Id).Skip(query.Skip).Take(query.Limit + 1).ToListAsync(cancellationToken);
            var page = found.Take(query.Limit).Select(MailJson.Of).ToList();
            return new Result(page, found.Count > query.Limit ? page[^1].Id.ToString() : null, total);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/messages/v1/mails", async (MailId? cursor, int? limit, string? state, string? to, string? template, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(cursor, limit ?? 50, state, to, template), cancellationToken)).ToHttp(found => Results.Ok(new { found.Items, found.Next })))
            .RequireAuthorization(MessagesPermissions.Read)
            .WithTags("Messages").WithSummary("List mails, newest first");
}
