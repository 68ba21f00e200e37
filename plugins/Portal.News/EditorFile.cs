using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using static Portal.News.NewsTexts;

namespace Portal.News;

/// <summary>The editors' list as a file: <c>/plugins/portal.news/articles.csv</c>.</summary>
internal static class EditorFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("articles.csv", (string? sort, [FromServices] Articles articles) => CsvFile.Of(
            "articles.csv",
            [
                new(T["article.title"], a => a.Title), new(T["article.state"], a => T[StateOf(a, articles.Today)]), new(T["article.publish_on"], a => a.PublishOn),
                new(T["article.changed"], a => a.ChangedAt), new(T["article.created"], a => a.CreatedAt),
            ],
            articles.ReadAllAsync(sort)))
        .RequireAuthorization(NewsPlugin.WritePermission);

    /// <summary>The name of what an article is on a day.</summary>
    public static string StateOf(Article article, DateOnly today) =>
        article.State == ArticleState.Draft ? "state.draft" : article.PublishOn > today ? "state.waiting" : "state.published";
}
