using System.Globalization;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;

namespace BroadbandHub.Identity.Logs;

/// <summary>Lines of a log, the newest first, with filters.</summary>
internal static class ListLog
{
    public const int PageSize = 50;

    /// <summary>What to look for; whatever is null is not asked about.</summary>
    /// <param name="From">First day in the operator's zone, 2026-11-23.</param>
    /// <param name="To">Last day.</param>
    /// <param name="Person">Part of a name, or the id of a person or client: who did it.</param>
    /// <param name="Subject">Part of a name, or an id: what it was done to.</param>
    internal sealed record Filter(string? From = null, string? To = null, string? Person = null, string? Kind = null, string? Subject = null)
    {
        public bool IsEmpty => new[] { From, To, Person, Kind, Subject }.All(string.IsNullOrWhiteSpace);
    }

    internal sealed record Query(ChangeBook Book, Filter Filter, string? Cursor) : IQuery<Page>;

    internal sealed record Page(IReadOnlyList<LogLine> Items, string? Next);

    internal sealed class Handler(IdentityDb db, LogScope scope, LogReader reader, IConfiguration configuration) : IRequestHandler<Query, Outcome<Page>>
    {
        public async Task<Outcome<Page>> Handle(Query request, CancellationToken cancellationToken)
        {
            if (scope.Seen(db.LogEntries.AsNoTracking(), request.Book) is not { } entries)
            {
                return Forbidden;
            }

            if (!TryReadDay(request.Filter.From, 0, out var from))
            {
                return WrongDay("from");
            }

            if (!TryReadDay(request.Filter.To, 1, out var to))
            {
                return WrongDay("to");
            }

            if (from is { } first)
            {
                entries = entries.Where(e => e.At >= first);
            }

            if (to is { } last)
            {
                entries = entries.Where(e => e.At < last);
            }

            entries = Narrow(entries, request.Filter);
            if (!string.IsNullOrEmpty(request.Cursor))
            {
                if (!LogEntryId.TryParse(request.Cursor, null, out var before))
                {
                    return HubError.Invalid("list.cursor_wrong", "The cursor is not one that this list gave. Begin without a cursor.", "cursor");
                }

                entries = entries.Where(e => IdOrder.Compare(e.Id, before) < 0);
            }

            var rows = await entries.OrderByDescending(e => e.Id).Take(PageSize + 1).ToListAsync(cancellationToken);
            var shown = rows.Take(PageSize).ToList();
            return new Page(await reader.ReadAsync(shown, cancellationToken), rows.Count > PageSize ? shown[^1].Id.ToString() : null);
        }

        private IQueryable<LogEntry> Narrow(IQueryable<LogEntry> entries, Filter filter)
        {
            if (filter.Kind?.Trim() is { Length: > 0 } kind)
            {
                entries = entries.Where(e => e.Kind == kind);
            }

            if (filter.Subject?.Trim() is { Length: > 0 and var length } subject)
            {
                var wanted = subject.ToLowerInvariant();
                entries = length > 200 ? entries.Where(e => false) : entries.Where(e => e.SubjectId == subject || e.SubjectName!.ToLower().Contains(wanted));
            }

            if (filter.Person?.Trim() is not { Length: > 0 } person)
            {
                return entries;
            }

            // Names that the reader does not get to see are not found either.
            entries = scope.OfKnownActors(entries);
            var called = person.ToLowerInvariant();
            return PersonId.TryParse(person, null, out var id)
                ? entries.Where(e => e.ActorId == id)
                : entries.Where(e => e.ActorClient == person || e.ActorName!.ToLower().Contains(called));
        }

        private bool TryReadDay(string? text, int days, out DateTimeOffset? at)
        {
            at = null;
            if (string.IsNullOrWhiteSpace(text))
            {
                return true;
            }

            if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || day.Year is < 1971 or > 9000)
            {
                return false;
            }

            var zone = TimeZoneInfo.FindSystemTimeZoneById(configuration["Hub:TimeZone"] ?? "Asia/Shanghai");
            var midnight = day.AddDays(days).ToDateTime(TimeOnly.MinValue);
            at = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).ToUniversalTime();
            return true;
        }
    }

    public static readonly HubError Forbidden = HubError.Forbidden("log.forbidden", "You may not read this log.");

    private static HubError WrongDay(string field) => HubError.Invalid("log.bad_day", "A day is written as 2026-11-23.", field);

    public static void Map(IEndpointRouteBuilder routes)
    {
        Map(routes, "/identity/v1/log", ChangeBook.Business, "ListLog", "The business log, the newest first; people of an enterprise or partner get the lines about their own. Filter by from and to (days), person, kind, subject; page with cursor.");
        Map(routes, "/identity/v1/administration-log", ChangeBook.Administration, "ListAdministrationLog", "The administration log: people, roles, plugins, settings, keys, credentials, and who was refused.");
    }

    private static void Map(IEndpointRouteBuilder routes, string path, ChangeBook book, string name, string summary) => routes
        .MapGet(path, async (
            string? from, string? to, string? person, string? kind, string? subject, string? cursor, IMediator mediator, CancellationToken cancellationToken) =>
            (await mediator.Send(new Query(book, new(from, to, person, kind, subject), cursor), cancellationToken)).ToHttp())
        .RequireAuthorization()
        .WithTags("Logs").WithName(name).WithSummary(summary).Produces<Page>().ProducesProblem(400).ProducesProblem(403);
}

/// <summary>A line of a log as a reader gets it.</summary>
/// <param name="Actor">Who did it, in words; of other organisations' people only that.</param>
/// <param name="Sentence">What was done, in the reader's language.</param>
/// <param name="Refused">The code of the refusal when it was not done.</param>
/// <param name="Block">The block in which it is sealed; null for a moment.</param>
internal sealed record LogLine(
    LogEntryId Id, DateTimeOffset At, string Kind, string Sentence, string Actor, PersonId? ActorId, string? ActorClient, string? Address, string? SubjectType, string? SubjectId,
    string? SubjectName, EnterpriseId? EnterpriseId, PartnerId? PartnerId, string? Refused, IReadOnlyList<LogLine.Value> Fields, long? Block, bool Erased)
{
    internal sealed record Value(string Field, string Name, string? Before, string? After);
}
