using System.ComponentModel.DataAnnotations;
using BroadbandHub.Sdk;

namespace Portal.News;

public enum ArticleState
{
    Draft,
    Published,
}

/// <summary>An article. The public sees it when it is published and its day has come.</summary>
public sealed partial class Article
{
    public const int LongestTitle = 200;
    public const int LongestText = 20_000;

    public Guid Id { get; private set; }

    [MaxLength(LongestTitle)]
    public string Title { get; private set; } = "";

    [MaxLength(LongestText)]
    public string Text { get; private set; } = "";

    public ArticleState State { get; private set; }

    /// <summary>The day it appears on, in the plugin's time zone.</summary>
    public DateOnly PublishOn { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset ChangedAt { get; private set; }

    /// <summary>Counts the changes, so that two editors cannot overwrite each other unseen.</summary>
    [ConcurrencyCheck]
    public long Revision { get; private set; }

    /// <summary>The text without markup, a paragraph for each part between blank lines.</summary>
    public IEnumerable<string> Paragraphs() =>
        Text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static Article New(DateTimeOffset now) => new() { Id = Guid.CreateVersion7(now), CreatedAt = now };

    /// <summary>Takes over what the editor wrote, or says what is wrong with it and changes nothing.</summary>
    public Outcome<Article> Write(ArticleInput input, DateTimeOffset now)
    {
        var title = input.Title?.Trim() ?? "";
        var text = input.Text?.Trim() ?? "";
        if (title.Length is 0 or > LongestTitle)
        {
            return HubError.Invalid("news.bad_title", $"The title needs 1 to {LongestTitle} characters.", "title");
        }

        if (text.Length is 0 or > LongestText)
        {
            return HubError.Invalid("news.bad_text", $"The text needs 1 to {LongestText} characters.", "text");
        }

        if (input.PublishOn is not { } day)
        {
            return HubError.Invalid("news.bad_date", "The article needs a day to appear on.", "publishOn");
        }

        if (CheckMore(input) is { } wrong)
        {
            return wrong;
        }

        Title = title;
        Text = text;
        PublishOn = day;
        State = input.Published ? ArticleState.Published : ArticleState.Draft;
        ChangedAt = now;
        Revision++;
        WriteMore(input);
        return this;
    }

    partial void WriteMore(ArticleInput input);
}

/// <summary>What the editor's form holds.</summary>
public sealed partial class ArticleInput
{
    public string? Title { get; set; }

    public string? Text { get; set; }

    public DateOnly? PublishOn { get; set; }

    public bool Published { get; set; }

    /// <summary>The revision that the editor saw; 0 for a new article.</summary>
    public long Revision { get; set; }

    public static ArticleInput Of(Article article)
    {
        var input = new ArticleInput
        {
            Title = article.Title,
            Text = article.Text,
            PublishOn = article.PublishOn,
            Published = article.State == ArticleState.Published,
            Revision = article.Revision,
        };
        input.ReadMore(article);
        return input;
    }

    partial void ReadMore(Article article);
}
