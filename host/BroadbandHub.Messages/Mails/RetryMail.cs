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

/// <summary>A parked mail is tried again, or a waiting one now.</summary>
internal static class RetryMail
{
    [Logged("messages.mail.retried")]
    public sealed record Command(MailId Id) : ICommand<MailJson>;

    public sealed class Handler(MessagesDb db, IUnitOfWork unitOfWork, IJobs jobs, Changes changes, TimeProvider clock) : IRequestHandler<Command, Outcome<MailJson>>
    {
        public async Task<Outcome<MailJson>> Handle(Command command, CancellationToken cancellationToken)
        {
            // Takes the row first, so that an attempt that ends just now is not overwritten.
            await db.Mails.Where(m => m.Id == command.Id).ExecuteUpdateAsync(set => set.SetProperty(m => m.Template, m => m.Template), cancellationToken);
            var mail = await db.Mails.FirstOrDefaultAsync(m => m.Id == command.Id, cancellationToken);
            if (mail is null)
            {
                return GetMail.NotFound(command.Id);
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            if (mail.State is MailState.Sent or MailState.Expired || mail.ExpiresAt <= now)
            {
                return HubError.Conflict("mail.ended", "Only a mail that waits or was given up can be tried again. This one was sent, or has expired.");
            }

            changes.This.About("mail", mail.Id).With("template", mail.Template);
            mail.TryAgain(now);
            unitOfWork.AfterCommit(() => jobs.Wake(SendMailsJob.Name));
            return MailJson.Of(mail);
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/messages/v1/mails/{id}/retry", async (MailId id, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(new Command(id), cancellationToken)).ToHttp())
            .RequireAuthorization(MessagesPermissions.Send)
            .WithTags("Messages").WithSummary("Try a mail again now").ProducesProblem(404).ProducesProblem(409);
}
