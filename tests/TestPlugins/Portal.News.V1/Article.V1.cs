using BroadbandHub.Sdk;

namespace Portal.News;

// Where version 2 has more to say, version 1 says this.
public sealed partial class Article
{
    public static IOrderedQueryable<Article> Sorted(IQueryable<Article> articles) =>
        articles.OrderByDescending(a => a.PublishOn).ThenByDescending(a => a.Id);

    public string Teaser() => "";

    private static HubError? CheckMore(ArticleInput input) => null;
}
