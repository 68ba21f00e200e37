namespace BroadbandHub.Portal.Contracts;

/// <summary>What was done to one thing, for the page that shows it. Scoped; implemented by the module that keeps the logs.</summary>
public interface IActivity
{
    /// <summary>The newest lines about a thing, as far as the current user may read them; null when that is no log at all.</summary>
    /// <param name="subject">The id as text under which changes are logged: <c>ent_…</c>, <c>sub_…</c>, a plugin's id.</param>
    Task<ActivityOf?> FindAsync(string subject, int most, CancellationToken cancellationToken);
}

/// <param name="AllHref">The page of the log with everything about the thing.</param>
public sealed record ActivityOf(IReadOnlyList<ActivityLine> Lines, string AllHref);

/// <param name="Sentence">What was done, in the reader's language.</param>
/// <param name="Href">The page of this line, with the fields before and after.</param>
/// <param name="IsRefused">It was tried and not done.</param>
public sealed record ActivityLine(DateTimeOffset At, string Actor, string Sentence, string Href, bool IsRefused);
