using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Sessions;

/// <summary>Removes sessions that have long been over, and what happened to accounts longer ago than their owners look back.</summary>
internal sealed class PruneSessions(IdentityDb db, IUnitOfWork unitOfWork, TimeProvider clock) : IJob
{
    public const string Name = "identity.prune_sessions";
    public static readonly TimeSpan Every = TimeSpan.FromHours(6);
    public static readonly TimeSpan KeepSessions = TimeSpan.FromDays(15);
    public static readonly TimeSpan KeepEvents = TimeSpan.FromDays(180);

    public async Task<string?> RunAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (sessionsBefore, eventsBefore) = (now - KeepSessions, now - KeepEvents);
        var sessions = await unitOfWork.RunAsync(() => db.Sessions.Where(s => s.LastSeenAt < sessionsBefore).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
        var events = await unitOfWork.RunAsync(() => db.AccountEvents.Where(e => e.At < eventsBefore).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
        var proofsBefore = now - SecurityKeys.KeyQuestions.Lifetime - TimeSpan.FromHours(1);
        await unitOfWork.RunAsync(() => db.UsedProofs.Where(p => p.UsedAt < proofsBefore).ExecuteDeleteAsync(cancellationToken), _ => true, cancellationToken);
        return sessions + events == 0 ? null : $"Removed {sessions} sessions that were over and {events} old entries of account activity.";
    }
}
