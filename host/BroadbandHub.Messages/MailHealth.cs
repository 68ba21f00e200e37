using BroadbandHub.Messages.Mails;
using BroadbandHub.Messages.Transport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace BroadbandHub.Messages;

/// <summary>Degraded when mails were given up lately, or cannot leave at all; the hub itself works on.</summary>
internal sealed class MailHealth(MessagesDb db, IMailTransport transport, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (transport is NoTransport)
        {
            return HealthCheckResult.Degraded("There is no mail server: mails wait. Set Messages:Smtp:Host.");
        }

        var since = clock.GetUtcNow() - Lately;
        var parked = await db.Mails.CountAsync(m => m.State == MailState.Parked && m.EndedAt > since, cancellationToken);
        return parked == 0
            ? HealthCheckResult.Healthy($"Mail goes to {transport.Destination}.")
            : HealthCheckResult.Degraded($"{parked} mails could not be sent in the last 24 hours; the Mail page says why.");
    }
}
