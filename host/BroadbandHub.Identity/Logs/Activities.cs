using BroadbandHub.Portal.Contracts;
using BroadbandHub.Storage.Contracts;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Logs;

/// <summary>The newest lines about one thing, of the logs that the reader may read.</summary>
internal sealed class Activities(IdentityDb db, LogScope scope, LogReader reader, IViewer viewer) : IActivity
{
    public async Task<ActivityOf?> FindAsync(string subject, int most, CancellationToken cancellationToken)
    {
        if (scope.SeenOfAny(db.LogEntries.AsNoTracking()) is not { } seen)
        {
            return null;
        }

        var entries = await seen.Where(e => e.SubjectId == subject).OrderByDescending(e => e.Id).Take(most).ToListAsync(cancellationToken);
        var books = entries.ToDictionary(e => e.Id, e => e.Book);
        var lines = await reader.ReadAsync(entries, cancellationToken);
        return new(
            [.. lines.Select(l => new ActivityLine(l.At, l.Actor, l.Sentence, $"{Page(books[l.Id])}/{l.Id}", l.Refused is not null))],
            $"{Page(entries.Count == 0 ? ChangeBook.Business : entries[0].Book)}?subject={Uri.EscapeDataString(subject)}");
    }

    // An organisation reads both logs on one page.
    private string Page(ChangeBook book) => PortalPaths.Home(viewer.Audience) + (scope.IsOperator && book == ChangeBook.Administration ? "/administration-log" : "/log");
}
