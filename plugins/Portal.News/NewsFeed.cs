using System.Globalization;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Portal.News;

/// <summary>The feed: <c>/plugins/portal.news/feed.xml</c>, RSS 2.0, for everybody.</summary>
internal static class NewsFeed
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("feed.xml", AnswerAsync).AllowAnonymous();

    private static async Task<IResult> AnswerAsync(
        HttpRequest request, [FromServices] Articles articles, [FromServices] NewsOptions options, CancellationToken cancellationToken)
    {
        var page = await articles.ListPublicAsync(1, options.FeedLength, cancellationToken);
        var root = $"{request.Scheme}://{request.Host}/s/portal.news/articles";
        var feed = new XElement(
            "rss",
            new XAttribute("version", "2.0"),
            new XElement(
                "channel",
                new XElement("title", NewsTexts.T["news.title"]),
                new XElement("link", root),
                new XElement("description", NewsTexts.T["news.lead"]),
                page.Articles.Select(a => Item(a, root, options.Zone))));
        return Results.Text("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n" + feed, "application/rss+xml; charset=utf-8");
    }

    private static XElement Item(Article article, string root, TimeZoneInfo zone)
    {
        var midnight = article.PublishOn.ToDateTime(TimeOnly.MinValue);
        var at = new DateTimeOffset(midnight, zone.GetUtcOffset(midnight)).UtcDateTime;
        var link = $"{root}/{article.Id}";
        return new XElement(
            "item",
            new XElement("title", Clean(article.Title)),
            new XElement("link", link),
            new XElement("guid", new XAttribute("isPermaLink", "false"), $"urn:uuid:{article.Id}"),
            new XElement("pubDate", at.ToString("R", CultureInfo.InvariantCulture)),
            new XElement("description", Clean(article.Teaser() is { Length: > 0 } teaser ? teaser : article.Paragraphs().FirstOrDefault() ?? "")));
    }

    // XML cannot hold most control characters, and one pasted into an article must not break the feed for everybody.
    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Where(r => r.Value is 9 or 10 or 13 or >= 0x20 and not 0xFFFE and not 0xFFFF));
}
