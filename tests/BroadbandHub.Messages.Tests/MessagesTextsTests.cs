namespace BroadbandHub.Messages.Tests;

public sealed class MessagesTextsTests
{
    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_gaps_to_fill()
    {
        var (english, chinese) = (MessagesTexts.T.All("en"), MessagesTexts.T.All("zh"));
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(Gaps(text.Value), Gaps(chinese[text.Key])));
    }

    private static IEnumerable<string> Gaps(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);
}
