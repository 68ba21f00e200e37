using System.Globalization;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace BroadbandHub.Messages.Mails;

/// <summary>Shows whether mail arrives: one to an address of the asker's choice.</summary>
internal static class SendTestMail
{
    public static readonly MailTemplate Template = new(
        "messages.test",
        new("Test mail", "测试邮件"),
        [new("sender", new("Who asked for it", "发送测试的人"), "Li Wei")],
        new("Mail from BroadbandHub arrives", "BroadbandHub 邮件可以送达"),
        new("{{ sender }} sent this mail to see whether mail from BroadbandHub arrives. It does.", "{{ sender }} 发送了这封邮件，用来确认 BroadbandHub 的邮件能否送达。您已经收到，说明一切正常。"));

    [Logged("messages.mail.test_sent")]
    public sealed record Command(string? To) : ICommand<Sent>;

    public sealed record Sent(MailId Id);

    public sealed class Handler(IMailer mailer, ICurrentUser user) : IRequestHandler<Command, Outcome<Sent>>
    {
        public async Task<Outcome<Sent>> Handle(Command command, CancellationToken cancellationToken)
        {
            var to = command.To?.Trim();
            if (!Addresses.IsOne(to))
            {
                return HubError.Invalid("mail.bad_address", "Give one mail address, such as name@example.com.", "to");
            }

            var language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "zh" ? "zh" : "en";
            var fields = new Dictionary<string, string> { ["sender"] = user.Name };
            return new Sent(await mailer.SendAsync(new OutgoingMail(Template.Key, to!, "", language, fields), cancellationToken));
        }
    }

    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost("/messages/v1/mails/test", async (Command command, IMediator mediator, CancellationToken cancellationToken) =>
                (await mediator.Send(command, cancellationToken)).ToHttp(sent => Results.Accepted($"/messages/v1/mails/{sent.Id}", sent)))
            .RequireAuthorization(MessagesPermissions.Send)
            .WithTags("Messages").WithSummary("Send a test mail").Produces<Sent>(202).ProducesProblem(400);
}
