namespace BroadbandHub.Tasks.Tests;

public sealed class TasksTextsTests
{
    [Fact]
    public void Both_languages_have_the_same_texts_with_the_same_gaps_to_fill()
    {
        var (english, chinese) = (TasksTexts.T.All("en"), TasksTexts.T.All("zh"));
        Assert.Equal(english.Keys.Order(StringComparer.Ordinal), chinese.Keys.Order(StringComparer.Ordinal));
        Assert.All(english, text => Assert.Equal(Gaps(text.Value), Gaps(chinese[text.Key])));
    }

    private static IEnumerable<string> Gaps(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\{\d\}").Select(m => m.Value).Distinct().Order(StringComparer.Ordinal);
}
