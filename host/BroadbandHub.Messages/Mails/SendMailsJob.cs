using BroadbandHub.Messages.Contracts;
using BroadbandHub.Messages.Transport;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Messages.Mails;

/// <summary>Sends the mails that are due, over one connection to the mail server. New mails wake it.</summary>
internal sealed class SendMailsJob(MessagesDb db, IServiceScopeFactory scopes, IMailTransport transport, TimeProvider clock) : IJob
{
    public const string Name = "messages.send-mails";

    public static readonly TimeSpan Every = TimeSpan.FromSeconds(20);

    private const int MostAtOnce = 100;
    private static readonly TimeSpan NoLongerThan = TimeSpan.FromMinutes(1);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var (sent, failed) = (0, 0);
        var started = clock.GetTimestamp();
        await using var session = transport.Open();
        while (clock.GetElapsedTime(started) < NoLongerThan)
        {
            var due = await DueAsync(cancellationToken);
            foreach (var id in due)
            {
                await using var scope = scopes.CreateAsyncScope();
                switch (await scope.ServiceProvider.GetRequiredService<SendMail>().SendAsync(id, session, cancellationToken))
                {
                    case true:
                        sent++;
                        break;
                    case false:
                        failed++;
                        break;
                    case null:
                        break;
                }
            }

            if (due.Count < MostAtOnce)
            {
                break;
            }
        }

        return (sent, failed) == (0, 0) ? null : $"Sent {sent} mails; {failed} failed.";
    }

    private Task<List<MailId>> DueAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        return db.Mails.AsNoTracking().Where(m => m.State == MailState.Waiting && m.NextAttemptAt <= now)
            .OrderBy(m => m.NextAttemptAt).Take(MostAtOnce).Select(m => m.Id).ToListAsync(cancellationToken);
    }
}
