using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;
using Microsoft.Extensions.DependencyInjection;
using Portal.News.Pages;

namespace Portal.News;

/// <summary>The entry: wiring only.</summary>
public sealed class NewsPlugin : IPlugin
{
    public const string WritePermission = "portal.news.write";

    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddSingleton(NewsOptions.From(setup.Settings));
        setup.Services.AddScoped<Articles>();
        setup.AddTables<NewsDb, SqliteNewsDb, MySqlNewsDb>();
        setup.MapEndpoints(routes =>
        {
            NewsFeed.Map(routes);
            EditorFile.Map(routes);
        });

        var news = new LocalText("News", "新闻公告");
        setup.AddSection(new PortalSection(
            "news", Audience.Public, news, "newspaper",
            [new PortalPage("articles", typeof(NewsList)), new PortalPage("articles/{id}", typeof(ReadArticle))]));
        setup.AddSection(new PortalSection(
            "editor", Audience.Operator, new LocalText("News editing", "新闻管理"), "edit_note",
            [new PortalPage("editor", typeof(EditorList)), new PortalPage("editor/new", typeof(EditArticle)), new PortalPage("editor/articles/{id}", typeof(EditArticle))],
            WritePermission));
        setup.AddWidget(new PortalWidget("latest", Audience.Enterprise, news, typeof(LatestNews)));
        setup.AddWidget(new PortalWidget("latest-console", Audience.Operator, news, typeof(LatestNews)));
    }
}
