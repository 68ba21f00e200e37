using System.ComponentModel.DataAnnotations;
using BroadbandHub.Sdk;

namespace Portal.News;

// What version 2 added: a summary for lists and the feed, and pinned articles. Apart from the rest, because version 1 is still built from the rest
// to prove that it goes on working on version 2's tables.
public sealed partial class Article
{
    public const int LongestSummary = 300;

    [MaxLength(LongestSummary)]
    public string? Summary { get; private set; }

    /// <summary>Stands above the others.</summary>
    public bool Pinned { get; private set; }

    public static IOrderedQueryable<Article> Sorted(IQueryable<Article> articles) =>
        articles.OrderByDescending(a => a.Pinned).ThenByDescending(a => a.PublishOn).ThenByDescending(a => a.Id);

    /// <summary>What a list shows under the title.</summary>
    public string Teaser() => Summary ?? "";

    private static HubError? CheckMore(ArticleInput input) => input.Summary?.Trim().Length > LongestSummary
        ? HubError.Invalid("news.bad_summary", $"The summary has at most {LongestSummary} characters.", "summary")
        : null;

    partial void WriteMore(ArticleInput input)
    {
        Summary = string.IsNullOrWhiteSpace(input.Summary) ? null : input.Summary.Trim();
        Pinned = input.Pinned;
    }
}

public sealed partial class ArticleInput
{
    public string? Summary { get; set; }

    public bool Pinned { get; set; }

    partial void ReadMore(Article article)
    {
        Summary = article.Summary;
        Pinned = article.Pinned;
    }
}
