using System.Text.Json;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Templates;
using BroadbandHub.Messages.Transport;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.Messages.Mails;

/// <summary>One attempt to send one mail.</summary>
internal sealed partial class SendMail(MessagesDb db, IUnitOfWork unitOfWork, MailTemplates templates, ISecretProtector secrets, TimeProvider clock, ILogger<SendMail> log)
{
    // After a crash in the middle the mail is due again this much later; no attempt takes as long.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    /// <summary>Whether it left; null when there was nothing to send.</summary>
    public async Task<bool?> SendAsync(MailId id, IMailSession session, CancellationToken cancellationToken)
    {
        var mail = await ClaimAsync(id, cancellationToken);
        if (mail is null)
        {
            return null;
        }

        var (subject, answer) = await TryAsync(mail, session, cancellationToken);

        // What the server has taken over is written down although the hub may be stopping: nobody gets it again.
        return await RecordAsync(mail.Id, subject, answer, CancellationToken.None);
    }

    private async Task<(string Subject, MailAnswer Answer)> TryAsync(Mail mail, IMailSession session, CancellationToken cancellationToken)
    {
        try
        {
            var (rendered, problem) = await RenderAsync(mail, cancellationToken);
            return rendered is null
                ? ("", new MailAnswer.Refused(problem!))
                : (rendered.Subject, await session.SendAsync(new ReadyMail(mail.Id, mail.ToAddress, mail.ToName, mail.Language, rendered.Subject, rendered.Body), cancellationToken));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A key that is not there, a message that cannot be composed: this mail waits and is parked in the end, the others go on.
            LogUnsendable(log, mail.Id, e);
            return ("", new MailAnswer.NotNow($"The hub could not make this mail: {e.Message}"));
        }
    }

    private Task<Mail?> ClaimAsync(MailId id, CancellationToken cancellationToken) => unitOfWork.RunAsync(
        async () =>
        {
            var now = clock.GetUtcNow().ToWholeMicros();
            // The update decides who sends: whoever comes second finds the mail no longer due.
            var claimed = await db.Mails.Where(m => m.Id == id && m.State == MailState.Waiting && m.NextAttemptAt <= now)
                .ExecuteUpdateAsync(set => set.SetProperty(m => m.NextAttemptAt, now + Claim).SetProperty(m => m.Attempts, m => m.Attempts + 1), cancellationToken);
            if (claimed == 0)
            {
                return null;
            }

            var mail = await db.Mails.SingleAsync(m => m.Id == id, cancellationToken);
            if (mail.ExpiresAt <= now)
            {
                mail.Expire(now);
                return null;
            }

            return mail;
        },
        _ => true,
        cancellationToken);

    private async Task<(RenderedMail? Mail, string? Problem)> RenderAsync(Mail mail, CancellationToken cancellationToken)
    {
        var template = templates.Find(mail.Template);
        if (template is null)
        {
            return (null, $"This hub no longer has the template {mail.Template}.");
        }

        var fields = JsonSerializer.Deserialize<Dictionary<string, string>>(secrets.Unprotect(mail.ProtectedFields!))!;
        var rendered = MailRenderer.Render(await templates.WordsAsync(template, mail.Language, cancellationToken), fields);
        return rendered.IsOk ? (rendered.Value, null) : (null, rendered.Error.Message);
    }

    private Task<bool?> RecordAsync(MailId id, string subject, MailAnswer answer, CancellationToken cancellationToken) => unitOfWork.RunAsync<bool?>(
        async () =>
        {
            if (await db.Mails.SingleOrDefaultAsync(m => m.Id == id, cancellationToken) is not { } mail)
            {
                // Whom it was to was erased meanwhile, and the mail with the person.
                return answer is MailAnswer.Accepted;
            }

            var now = clock.GetUtcNow().ToWholeMicros();
            switch (answer)
            {
                case MailAnswer.Accepted:
                    mail.Leave(subject, now);
                    return true;
                case MailAnswer.Refused refused:
                    mail.Fail(refused.Reason, forGood: true, now);
                    return false;
                case MailAnswer.NotNow later:
                    mail.Fail(later.Reason, forGood: false, now);
                    return false;
                default:
                    throw new InvalidOperationException($"A mail was answered with {answer}.");
            }
        },
        _ => true,
        cancellationToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail {Id} could not be made")]
    private static partial void LogUnsendable(ILogger log, MailId id, Exception exception);
}
