using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Tasks.Inbox;

/// <param name="MayDecide">Whether the asker may decide it now.</param>
/// <param name="WhyNot">A stable code when not: <c>task.own_request</c>, <c>task.claimed</c>…</param>
internal sealed record TaskJson(
    TaskId Id, string Kind, string KindName, string Subject, string Title, string Href, IReadOnlyList<TaskFactJson> Facts, string State,
    string? RequestedBy, DateTimeOffset RequestedAt, DateTimeOffset? DueAt, bool Overdue, PersonId? ClaimedById, string? ClaimedBy, DateTimeOffset? ClaimedAt,
    string? DecidedBy, DateTimeOffset? DecidedAt, string? Comment, bool MayDecide, string? WhyNot, string Approve, string Reject)
{
    public static readonly IReadOnlyList<string> States = [.. Enum.GetValues<TaskState>().Select(Word)];

    public static string Word(TaskState state) => state switch
    {
        TaskState.Open => "open",
        TaskState.Approved => "approved",
        TaskState.Rejected => "rejected",
        TaskState.Withdrawn => "withdrawn",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };
}

internal sealed record TaskFactJson(string Label, string Value);

/// <summary>Dresses tasks up for whoever asks: names of people, what may be done. Scoped.</summary>
internal sealed class TaskReader(TaskScope scope, IPeople people, TimeProvider clock)
{
    public async Task<IReadOnlyList<TaskJson>> ReadAsync(IReadOnlyList<HubTask> tasks, CancellationToken cancellationToken)
    {
        var ids = tasks.SelectMany(t => new[] { t.RequestedBy, t.ClaimedBy, t.DecidedBy }).OfType<PersonId>().Distinct().ToList();
        var names = await people.FindNamesAsync(ids, cancellationToken);
        return [.. tasks.Select(task => Read(task, names))];
    }

    private TaskJson Read(HubTask task, IReadOnlyDictionary<PersonId, string> names)
    {
        var kind = scope.Kind(task);
        var whyNot = scope.WhyNot(task)?.Code;
        var facts = JsonSerializer.Deserialize<List<ApprovalFact>>(task.Facts, HubJson.Options) ?? [];
        return new TaskJson(
            task.Id, task.Kind, kind?.Name.ToString() ?? task.Kind, task.Subject, task.Title.ToString(), task.Href,
            [.. facts.Select(f => new TaskFactJson(f.Label.ToString(), f.Value))], TaskJson.Word(task.State),
            Asker(), task.RequestedAt, task.DueAt, task.IsOpen && task.DueAt < clock.GetUtcNow(),
            task.ClaimedBy, NameOf(task.ClaimedBy), task.ClaimedAt, NameOf(task.DecidedBy), task.DecidedAt, task.Comment,
            whyNot is null, whyNot, kind?.Approve.ToString() ?? "", kind?.Reject.ToString() ?? "");

        string? Asker() => (NameOf(task.RequestedBy), task.RequestedByClient) switch
        {
            ({ } name, { } client) => $"{name} ({client})",
            var (name, client) => name ?? client,
        };

        string? NameOf(PersonId? id) => id is { } known ? names.GetValueOrDefault(known) ?? known.ToString() : null;
    }
}
