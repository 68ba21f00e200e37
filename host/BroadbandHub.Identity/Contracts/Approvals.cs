using System.Diagnostics.CodeAnalysis;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.Identity.Contracts;

/// <summary>
/// A kind of decision that the hub asks people for. Register it as a singleton, with one <see cref="IApprovalEffect"/> of the same key.
/// Nobody decides what they asked for themselves or had a client of theirs ask for, and machines decide nothing.
/// </summary>
/// <param name="Key">Stable, such as <c>identity.partner</c>.</param>
/// <param name="Name">What is decided: "New partner".</param>
/// <param name="Audience">Whose inbox it appears in.</param>
/// <param name="Permission">What a person needs to decide it.</param>
/// <param name="Approve">The verb on the button: "Admit".</param>
/// <param name="Reject">The verb on the other button: "Turn down".</param>
public sealed record ApprovalKind(string Key, LocalText Name, Audience Audience, string Permission, LocalText Approve, LocalText Reject);

/// <summary>Asks people for decisions; they appear in the inbox of those who may decide. Scoped; call it inside the unit of work of what waits.</summary>
public interface IApprovals
{
    /// <summary>Asks. While an earlier request for the same kind and subject is open this is refused (<c>task.already_open</c>).</summary>
    Task<Outcome<TaskId>> RequestAsync(ApprovalRequest request, CancellationToken cancellationToken);

    /// <summary>The open request for a subject, or null.</summary>
    Task<TaskId?> FindOpenAsync(string kind, string subject, CancellationToken cancellationToken);

    /// <summary>Takes an open request back, because what it was about is gone. Nothing happens when there is none. The effect is not run.</summary>
    Task WithdrawAsync(string kind, string subject, CancellationToken cancellationToken);
}

/// <param name="Subject">What it is about, for the effect: usually an id's text. At most 100 characters.</param>
/// <param name="Title">What the decider reads in the list: "Diskworks wants to become a partner".</param>
/// <param name="Href">Where the decider looks at it, a path of this hub.</param>
/// <param name="Facts">What the decider should know without leaving the page.</param>
/// <param name="Enterprise">For an enterprise's inbox: whose.</param>
/// <param name="Partner">For a partner's inbox: whose.</param>
/// <param name="RequestedBy">The id of the person or client who began it, when that is not the current user: a job may ask for what somebody started earlier.</param>
/// <param name="Names">The person whom the title names, so that the name can be taken out of the log of what became of it.</param>
public sealed record ApprovalRequest(
    string Kind, string Subject, LocalText Title, string Href, IReadOnlyList<ApprovalFact> Facts,
    EnterpriseId? Enterprise = null, PartnerId? Partner = null, DateTimeOffset? DueAt = null, string? RequestedBy = null, PersonId? Names = null);

public sealed record ApprovalFact(LocalText Label, string Value);

/// <summary>What a decision does. Scoped; one per kind; called inside the unit of work that stores the decision.</summary>
public interface IApprovalEffect
{
    string Kind { get; }

    /// <summary>Carries the decision out. A refusal is shown to the decider, and nothing is decided.</summary>
    Task<HubError?> DecideAsync(ApprovalDecision decision, CancellationToken cancellationToken);
}

/// <param name="Comment">At most <see cref="MostComment"/> characters.</param>
public sealed record ApprovalDecision(TaskId Task, string Subject, ApprovalVerdict Verdict, PersonId DecidedBy, string? Comment)
{
    /// <summary>Room for it is needed wherever an effect keeps the comment.</summary>
    public const int MostComment = 2000;
}

public enum ApprovalVerdict
{
    Approved,

    /// <summary>Turned down; the comment says why.</summary>
    Rejected,

    /// <summary>The one who asked took it back.</summary>
    Withdrawn,
}

/// <summary>Something that waits for a person. Text form <c>task_…</c>.</summary>
public readonly record struct TaskId(Guid Value) : IHubId<TaskId>
{
    public static string Prefix => "task";

    public static TaskId From(Guid value) => new(value);

    public static TaskId New(TimeProvider clock) => new(Guid.CreateVersion7(clock.GetUtcNow()));

    public static TaskId Parse(string s, IFormatProvider? provider = null) => new(IdText.Parse(Prefix, s));

    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, out TaskId result)
    {
        var ok = IdText.TryParse(Prefix, s, out var value);
        result = new(value);
        return ok;
    }

    public override string ToString() => IdText.Format(Prefix, Value);
}
