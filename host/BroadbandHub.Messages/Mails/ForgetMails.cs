using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using BroadbandHub.Messages.Transport;

namespace BroadbandHub.Messages.Mails;

/// <summary>Removes mails that ended long ago: addresses are people's data and are kept no longer than they help.</summary>
internal sealed class ForgetMails(MessagesDb db, IOptions<MailOptions> options, TimeProvider clock) : IJob
{
    public const string Name = "messages.forget-mails";

    public static readonly TimeSpan Every = TimeSpan.FromHours(6);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow() - TimeSpan.FromDays(options.Value.KeepDays);
        var removed = await db.Mails.Where(m => m.EndedAt != null && m.EndedAt < before).ExecuteDeleteAsync(cancellationToken);
        return removed == 0 ? null : $"Removed {removed} mails that ended more than {options.Value.KeepDays} days ago.";
    }
}
