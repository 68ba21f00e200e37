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

/// <summary>One mail; never its text, which may hold links that are as good as a password.</summary>
internal static class GetMail
{
    public sealed record Query(MailId Id) : IQuery<MailJson>;

    public sealed class Handler(MessagesDb db) : IRequestHandler<Query, Outcome<MailJson>>
    {
        public async Task<Outcome<MailJson>> Handle(Query query, CancellationToken cancellationToken) =>
            await db.Mails.AsNoTracking().FirstOrDefaultAsync(m => m.Id == query.Id, cancellationToken) is { } mail ? MailJson.Of(mail) : NotFound(query.Id);
    }

    public static HubError NotFound(MailId id) => HubError.NotFound("mail.not_found", $"There is no mail {id}.");

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/messages/v1/mails/{id}", async (MailId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Query(id), cancellationToken)).ToHttp())
            .RequireAuthorization(MessagesPermissions.Read)
            .WithTags("Messages").WithSummary("Read what became of a mail");
}
