using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>
/// Entries as a reader gets them. A line that is about something else knows people by their ids, so that it need not be touched when one is erased; here they are named as they are
/// called today, as far as the reader sees them. Scoped.
/// </summary>
internal sealed class LogReader(LogScope scope, LogKinds kinds, PeopleScope people)
{
    public async Task<IReadOnlyList<LogLine>> ReadAsync(IReadOnlyCollection<LogEntry> entries, CancellationToken cancellationToken)
    {
        var fields = entries.ToDictionary(e => e.Id, e => LogKinds.ReadFields(e).Where(f => scope.IsOperator || !kinds.IsOperatorOnly(f.Field)).ToList());
        var ids = fields.Values.SelectMany(f => f).SelectMany(f => new[] { IdOf(f.Before), IdOf(f.After) }).OfType<Guid>().Distinct().ToList();
        var names = ids.Count == 0 ? [] : await people.People.AsNoTracking().Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, p => p.FullName, cancellationToken);
        return [.. entries.Select(e => Line(e, [.. fields[e.Id].Select(f => f with { Before = Named(f.Before), After = Named(f.After) })]))];

        LocalText? Named(LocalText? value) => IdOf(value) is not { } id ? value
            : names.TryGetValue(id, out var name) ? new(name)
            : scope.IsOperator ? value
            : IdentityTexts.Both("log.somebody");
    }

    private LogLine Line(LogEntry entry, IReadOnlyList<ChangedValue> fields)
    {
        var knows = scope.Knows(entry);
        return new(
            entry.Id, entry.At, entry.Kind, kinds.Sentence(entry, fields), scope.Actor(entry), knows ? entry.ActorId : null, knows ? entry.ActorClient : null, knows ? entry.Address : null,
            entry.SubjectType, entry.SubjectId, entry.SubjectName, entry.EnterpriseId, entry.PartnerId, entry.Refused,
            [.. fields.Select(f => new LogLine.Value(f.Field, kinds.FieldName(f.Field), f.Before?.ToString(), f.After?.ToString()))],
            entry.Block, entry.IsActorErased || entry.IsAboutErased);
    }

    private static Guid? IdOf(LocalText? value) => PersonId.TryParse(value?.English, null, out var id) ? id.Value : null;
}
