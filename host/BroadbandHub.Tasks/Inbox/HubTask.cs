using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Tasks.Inbox;

internal enum TaskState
{
    Open,
    Approved,
    Rejected,

    /// <summary>The one who asked took it back, or what it was about is gone.</summary>
    Withdrawn,
}

/// <summary>Something that waits for a person's yes or no.</summary>
internal sealed class HubTask
{
    public const int MostKind = 100;
    public const int MostSubject = 100;
    public const int MostTitle = 300;
    public const int MostHref = 500;

    public TaskId Id { get; init; }

    public required string Kind { get; init; }

    public required string Subject { get; init; }

    /// <summary>Kind and subject while it is open, null afterwards; unique, so that nobody is asked twice at once.</summary>
    public string? OpenKey { get; private set; }

    public required string TitleEnglish { get; init; }

    public string? TitleChinese { get; init; }

    public required string Href { get; init; }

    /// <summary>The facts as JSON.</summary>
    public required string Facts { get; init; }

    public Audience Audience { get; init; }

    public EnterpriseId? EnterpriseId { get; init; }

    public PartnerId? PartnerId { get; init; }

    /// <summary>Whom the title names.</summary>
    public PersonId? Names { get; init; }

    /// <summary>The person who asked, or who made the client that asked.</summary>
    public PersonId? RequestedBy { get; init; }

    /// <summary>The OAuth client that asked, when it was no person. Neither: the hub itself.</summary>
    public string? RequestedByClient { get; init; }

    public DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? DueAt { get; init; }

    public TaskState State { get; private set; } = TaskState.Open;

    public PersonId? ClaimedBy { get; private set; }

    public DateTimeOffset? ClaimedAt { get; private set; }

    public PersonId? DecidedBy { get; private set; }

    public DateTimeOffset? DecidedAt { get; private set; }

    public string? Comment { get; private set; }

    public LocalText Title => new(TitleEnglish, TitleChinese);

    public bool IsOpen => State == TaskState.Open;

    /// <summary>What the log says of it, whatever becomes of it.</summary>
    public Change Describe(Change change)
    {
        change.About("task", Id, TitleEnglish).Of(EnterpriseId).Of(PartnerId).With("title", Title);
        return Names is { } person ? change.Tells(person) : change;
    }

    public void Open() => OpenKey = $"{Kind}:{Subject}";

    public void Claim(PersonId person, DateTimeOffset now)
    {
        ClaimedBy = person;
        ClaimedAt = now;
    }

    public void Release()
    {
        ClaimedBy = null;
        ClaimedAt = null;
    }

    public void End(TaskState state, PersonId? by, string? comment, DateTimeOffset now)
    {
        State = state;
        OpenKey = null;
        DecidedBy = by;
        DecidedAt = now;
        Comment = comment;
    }
}
