namespace Portal.News;

/// <summary>The words of this plugin.</summary>
internal static class NewsTexts
{
    internal static readonly BroadbandHub.Sdk.Texts T = BroadbandHub.Sdk.Texts.Of(typeof(NewsTexts).Assembly);
}
