using BroadbandHub.Sdk.Testing;
using BroadbandHub.Sdk.Web;

namespace Portal.News.Tests;

public sealed class ArticleTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Writing_takes_over_what_the_editor_wrote_and_counts_the_change()
    {
        var article = Article.New(Now);
        Assert.True(article.Write(Input(), Now).IsOk);
        Assert.Equal(("Title", "First.\n\nSecond.", ArticleState.Published, new DateOnly(2026, 10, 1), 1L, "Sum", true),
            (article.Title, article.Text, article.State, article.PublishOn, article.Revision, article.Summary, article.Pinned));
        Assert.Equal(["First.", "Second."], article.Paragraphs());
    }

    [Theory]
    [InlineData("", "text", "news.bad_title")]
    [InlineData("   ", "text", "news.bad_title")]
    [InlineData("title", "", "news.bad_text")]
    public void What_is_missing_is_said_and_nothing_changes(string title, string text, string code)
    {
        var article = Article.New(Now);
        var input = Input();
        (input.Title, input.Text) = (title, text);
        Assert.Equal(code, article.Write(input, Now).Error!.Code);
        Assert.Equal((0L, ""), (article.Revision, article.Title));
    }

    [Fact]
    public void What_is_too_long_or_has_no_day_is_refused()
    {
        var article = Article.New(Now);
        var input = Input();
        input.Title = new string('x', Article.LongestTitle + 1);
        Assert.Equal("news.bad_title", article.Write(input, Now).Error!.Code);
        input = Input();
        input.Summary = new string('x', Article.LongestSummary + 1);
        Assert.Equal("news.bad_summary", article.Write(input, Now).Error!.Code);
        input = Input();
        input.PublishOn = null;
        Assert.Equal("news.bad_date", article.Write(input, Now).Error!.Code);
    }

    [Fact]
    public void A_form_shows_what_the_article_holds()
    {
        var article = Article.New(Now);
        article.Write(Input(), Now);
        var shown = ArticleInput.Of(article);
        Assert.Equal(("Title", "Sum", true, true, 1L), (shown.Title, shown.Summary, shown.Pinned, shown.Published, shown.Revision));
    }

    [Theory]
    [InlineData("timeZone", "Nowhere/Land", "no time zone")]
    [InlineData("feedLength", "0", "1 to 100")]
    public void A_wrong_setting_stops_the_plugin_at_its_start_with_a_sentence(string key, string value, string sentence)
    {
        var options = Options();
        options.Settings[key] = value;
        Assert.Contains(sentence, Assert.Throws<InvalidOperationException>(() => PluginHarness.Start(new NewsPlugin(), options)).Message);
    }

    [Fact]
    public async Task Its_editor_section_needs_the_permission_of_the_manifest()
    {
        await using var plugin = PluginHarness.Start(new NewsPlugin(), Options());
        var editor = Assert.Single(plugin.Contributions.OfType<PortalSection>(), s => s.Audience == Audience.Operator);
        Assert.Equal(NewsPlugin.WritePermission, editor.Permission);
        Assert.Contains($"\"name\": \"{NewsPlugin.WritePermission}\"", await File.ReadAllTextAsync(Options().ManifestFile, TestContext.Current.CancellationToken));
    }

    // Without tables there are no articles to find; what is tested here asks for none.
    private static PluginHarnessOptions Options() => new() { AddServices = services => services.Remove(services.Single(s => s.ServiceType == typeof(Articles))) };

    private static ArticleInput Input() =>
        new() { Title = " Title ", Text = "First.\n\nSecond.", PublishOn = new DateOnly(2026, 10, 1), Published = true, Summary = " Sum ", Pinned = true };
}
