using BroadbandHub.Sdk;

namespace BroadbandHub.Orders.Provisioning;

internal enum OperationState
{
    Open,
    Done,
    Refused,

    /// <summary>Not wanted any more; what the application still answers to it is of no account.</summary>
    Withdrawn,
}

internal enum OperationStep
{
    /// <summary>The application is told to do it.</summary>
    Apply,

    /// <summary>It was told, and is asked what became of it.</summary>
    Query,
}

/// <summary>What the application of a subscription is to do. Stored before the first call, so that the same id goes out however often it is asked.</summary>
internal sealed class Operation
{
    public const int MostMessage = 1000;

    public OperationId Id { get; init; }

    public SubscriptionId SubscriptionId { get; init; }

    public ProvisioningAction Action { get; init; }

    public OperationState State { get; private set; } = OperationState.Open;

    public OperationStep Step { get; private set; } = OperationStep.Apply;

    public int Attempts { get; private set; }

    public DateTimeOffset NextAttemptAt { get; set; }

    /// <summary>Somebody is asking the application until then; after a crash the time passes and it is asked again.</summary>
    public DateTimeOffset? ClaimedUntil { get; set; }

    public string? LastOutcome { get; private set; }

    public string? LastMessage { get; private set; }

    /// <summary>The application's own reference.</summary>
    public string? Reference { get; private set; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>Takes an answer over; what follows from it for the subscription is the caller's part.</summary>
    public Attempt Take(ApplicationAnswer answer, DateTimeOffset now)
    {
        Attempts++;
        (LastOutcome, LastMessage, ClaimedUntil) = (answer.Outcome, Cut(answer.Message), null);
        var attempt = new Attempt { OperationId = Id, At = now, Step = Step, Outcome = answer.Outcome, Message = LastMessage };
        switch (answer.Kind)
        {
            case AnswerKind.Done:
                (State, FinishedAt, Reference) = (OperationState.Done, now, answer.Reference is { Length: > 200 } long200 ? long200[..200] : answer.Reference);
                break;
            case AnswerKind.Refused:
                (State, FinishedAt) = (OperationState.Refused, now);
                break;
            case AnswerKind.AskLater:
                (Step, NextAttemptAt) = (OperationStep.Query, now + Backoff.After(Attempts));
                break;
            case AnswerKind.ApplyLater:
                (Step, NextAttemptAt) = (OperationStep.Apply, now + Backoff.After(Attempts));
                break;
            default:
                NextAttemptAt = now + Backoff.After(Attempts);
                break;
        }

        return attempt;
    }

    /// <summary>Nothing more is asked under this id.</summary>
    /// <returns>Whether the application has heard of it, or may be hearing of it now.</returns>
    public bool Withdraw(DateTimeOffset now)
    {
        (State, FinishedAt) = (OperationState.Withdrawn, now);
        return Attempts > 0 || ClaimedUntil > now;
    }

    private static string? Cut(string? message) => message is { Length: > MostMessage } ? message[..MostMessage] : message;
}

/// <summary>One time that the application was asked, and what it said.</summary>
internal sealed class Attempt
{
    public long Id { get; init; }

    public OperationId OperationId { get; init; }

    public DateTimeOffset At { get; init; }

    public OperationStep Step { get; init; }

    public required string Outcome { get; init; }

    public string? Message { get; init; }
}

/// <summary>One minute, doubling to one hour.</summary>
internal static class Backoff
{
    public static TimeSpan After(int attempts) => TimeSpan.FromMinutes(attempts >= 7 ? 60 : 1 << Math.Max(0, attempts - 1));
}
