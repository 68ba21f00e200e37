using BroadbandHub.Messages.Contracts;

namespace BroadbandHub.Messages.Mails;

internal enum MailState
{
    /// <summary>It will be tried at <see cref="Mail.NextAttemptAt"/>.</summary>
    Waiting,

    Sent,

    /// <summary>Given up; a person may have it tried again.</summary>
    Parked,

    /// <summary>It could not be sent before it became pointless.</summary>
    Expired,
}

/// <summary>One mail to one person.</summary>
internal sealed class Mail
{
    public const int MostAddress = 254;
    public const int MostName = 200;
    public const int MostSubject = 200;
    public const int MostReason = 1000;

    // After these the mail is parked: an hour of grey-listing and a night of maintenance are survived.
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1),
        TimeSpan.FromHours(3), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    public MailId Id { get; init; }

    public required string Template { get; init; }

    public required string ToAddress { get; init; }

    public required string ToName { get; init; }

    public required string Language { get; init; }

    /// <summary>The fields as protected JSON; null once it has left or expired.</summary>
    public string? ProtectedFields { get; private set; }

    /// <summary>As it was sent; null before.</summary>
    public string? Subject { get; private set; }

    public MailState State { get; private set; } = MailState.Waiting;

    public int Attempts { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset NextAttemptAt { get; private set; }

    public DateTimeOffset? ExpiresAt { get; init; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Why the last attempt failed.</summary>
    public string? Reason { get; private set; }

    public static Mail Queue(MailId id, OutgoingMail mail, string protectedFields, DateTimeOffset now) => new()
    {
        Id = id,
        Template = mail.Template,
        ToAddress = mail.ToAddress,
        ToName = mail.ToName,
        Language = mail.Language,
        ProtectedFields = protectedFields,
        CreatedAt = now,
        NextAttemptAt = now,
        ExpiresAt = mail.ExpiresAt,
    };

    public void Leave(string subject, DateTimeOffset now) => End(MailState.Sent, now, subject);

    public void Expire(DateTimeOffset now) => End(MailState.Expired, now, null);

    /// <summary>Tried again later, or parked when that has no prospect.</summary>
    public void Fail(string reason, bool forGood, DateTimeOffset now)
    {
        Reason = reason.Length > MostReason ? reason[..MostReason] : reason;
        if (forGood || Attempts > Pauses.Length)
        {
            State = MailState.Parked;
            EndedAt = now;
            return;
        }

        NextAttemptAt = now + Pauses[Attempts - 1];
    }

    public void TryAgain(DateTimeOffset now)
    {
        State = MailState.Waiting;
        Attempts = 0;
        NextAttemptAt = now;
        EndedAt = null;
    }

    private void End(MailState state, DateTimeOffset now, string? subject)
    {
        State = state;
        EndedAt = now;
        Subject = subject is { Length: > MostSubject } ? subject[..MostSubject] : subject;
        ProtectedFields = null;
        Reason = null;
    }
}
