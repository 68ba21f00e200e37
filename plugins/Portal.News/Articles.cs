using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web.Components;
using Microsoft.EntityFrameworkCore;

namespace Portal.News;

internal sealed record ArticlePage(IReadOnlyList<Article> Articles, int Total);

/// <summary>Finds and saves articles.</summary>
internal sealed class Articles(NewsDb db, NewsOptions options, TimeProvider clock)
{
    public const int PageSize = 20;

    public string Zone => options.Zone.Id;

    public DateOnly Today => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), options.Zone).DateTime);

    /// <summary>What everybody may read, a page of it.</summary>
    public Task<ArticlePage> ListPublicAsync(int page, int size, CancellationToken cancellationToken) =>
        PageAsync(Article.Sorted(Public()), page, size, cancellationToken);

    public Task<Article?> FindPublicAsync(Guid id, CancellationToken cancellationToken) =>
        Public().FirstOrDefaultAsync(a => a.Id == id, cancellationToken);

    /// <summary>All articles, drafts too, for editors.</summary>
    public Task<ArticlePage> ListAsync(int page, string? sort, CancellationToken cancellationToken) =>
        PageAsync(Sorted(db.Articles.AsNoTracking(), SortOf(sort)), page, PageSize, cancellationToken);

    /// <summary>All articles, drafts too, in the editors' order.</summary>
    public IAsyncEnumerable<Article> ReadAllAsync(string? sort) => Sorted(db.Articles.AsNoTracking(), SortOf(sort)).AsAsyncEnumerable();

    /// <summary>The editors' order; as the public sees them when nothing else is asked for.</summary>
    public static ListSort SortOf(string? asked) => ListSort.Read(asked, "-public", "title", "state", "publish", "changed");

    public Task<Article?> FindAsync(Guid id, CancellationToken cancellationToken) =>
        db.Articles.AsNoTracking().FirstOrDefaultAsync(a => a.Id == id, cancellationToken);

    /// <summary>Saves a new article (no id) or a changed one.</summary>
    public async Task<Outcome<Article>> SaveAsync(Guid? id, ArticleInput input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var article = id is null ? Article.New(now) : await db.Articles.FirstOrDefaultAsync(a => a.Id == id, cancellationToken);
        if (article is null)
        {
            return HubError.NotFound("news.unknown_article", "There is no such article.");
        }

        if (article.Revision != input.Revision)
        {
            return Stale();
        }

        var written = article.Write(input, now);
        if (!written.IsOk)
        {
            return written;
        }

        if (id is null)
        {
            db.Articles.Add(article);
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return article;
        }
        catch (DbUpdateConcurrencyException)
        {
            return Stale();
        }
    }

    private static HubError Stale() => HubError.Conflict("news.changed_meanwhile", "Somebody else changed the article meanwhile. Open it again and make your change there.");

    private static async Task<ArticlePage> PageAsync(IQueryable<Article> articles, int page, int size, CancellationToken cancellationToken)
    {
        var skip = (int)Math.Min((long)(Math.Max(page, 1) - 1) * size, int.MaxValue);
        var rows = await articles.Skip(skip).Take(size).ToListAsync(cancellationToken);
        return new(rows, await articles.CountAsync(cancellationToken));
    }

    private static IQueryable<Article> Sorted(IQueryable<Article> articles, ListSort sort) => (sort.Key, sort.Descending) switch
    {
        ("title", false) => articles.OrderBy(a => a.Title).ThenBy(a => a.Id),
        ("title", true) => articles.OrderByDescending(a => a.Title).ThenBy(a => a.Id),
        ("state", false) => articles.OrderBy(a => a.State).ThenByDescending(a => a.ChangedAt),
        ("state", true) => articles.OrderByDescending(a => a.State).ThenByDescending(a => a.ChangedAt),
        ("publish", false) => articles.OrderBy(a => a.PublishOn).ThenBy(a => a.Id),
        ("publish", true) => articles.OrderByDescending(a => a.PublishOn).ThenBy(a => a.Id),
        ("changed", false) => articles.OrderBy(a => a.ChangedAt),
        ("changed", true) => articles.OrderByDescending(a => a.ChangedAt),
        _ => Article.Sorted(articles),
    };

    private IQueryable<Article> Public()
    {
        var today = Today;
        return db.Articles.AsNoTracking().Where(a => a.State == ArticleState.Published && a.PublishOn <= today);
    }
}
