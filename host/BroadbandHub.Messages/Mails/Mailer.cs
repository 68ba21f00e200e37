using System.Text.Json;
using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Templates;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace BroadbandHub.Messages.Mails;

internal sealed class Mailer(
    MessagesDb db, IUnitOfWork unitOfWork, MailTemplates templates, ISecretProtector secrets, IJobs jobs, TimeProvider clock) : IMailer
{
    public async Task<MailId> SendAsync(OutgoingMail mail, CancellationToken cancellationToken)
    {
        var template = templates.Find(mail.Template) ?? throw new ArgumentException($"There is no mail template {mail.Template}.", nameof(mail));
        if (template.Fields.FirstOrDefault(f => !mail.Fields.ContainsKey(f.Name)) is { } missing)
        {
            throw new ArgumentException($"The mail {mail.Template} lacks its field {missing.Name}.", nameof(mail));
        }

        if (!Addresses.IsOne(mail.ToAddress))
        {
            throw new ArgumentException("The mail's address is not one.", nameof(mail));
        }

        var id = mail.Id ?? MailId.New(clock);
        return await unitOfWork.RunAsync(
            async () =>
            {
                if (mail.Id is null || !await db.Mails.AnyAsync(m => m.Id == id, cancellationToken))
                {
                    db.Mails.Add(Mail.Queue(id, mail, secrets.Protect(JsonSerializer.Serialize(mail.Fields)), clock.GetUtcNow().ToWholeMicros()));
                }

                unitOfWork.AfterCommit(() => jobs.Wake(SendMailsJob.Name));
                return id;
            },
            _ => true,
            cancellationToken);
    }
}

/// <summary>What a mail address looks like. Whether somebody reads it, only a mail can tell.</summary>
internal static class Addresses
{
    public static bool IsOne(string? text) =>
        text is { Length: > 3 and <= Mail.MostAddress }
        && !text.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))
        && MailboxAddress.TryParse(text, out var parsed)
        && string.Equals(parsed.Address, text, StringComparison.Ordinal)
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at
        && at < text.Length - 1;
}
