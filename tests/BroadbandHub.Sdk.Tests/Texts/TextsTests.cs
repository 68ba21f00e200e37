using System.Globalization;

namespace BroadbandHub.Sdk.Tests;

public sealed class TextsTests
{
    private static readonly Texts T = Texts.Of(typeof(TextsTests).Assembly);

    [Theory]
    [InlineData("en-GB", "Hello, Li")]
    [InlineData("zh-CN", "你好，Li")]
    [InlineData("fr-FR", "Hello, Li")]
    public void A_text_is_in_the_reader_s_language_or_english(string culture, string text) =>
        Assert.Equal(text, In(culture, () => T["greeting", "Li"]));

    [Fact]
    public void What_chinese_lacks_is_shown_in_english() => Assert.Equal("English only", In("zh-CN", () => T["only"]));

    [Fact]
    public void A_key_that_nobody_knows_is_seen() => Assert.Equal("[nowhere]", T["nowhere"]);

    [Theory]
    [InlineData("zh-Hans", "名称")]
    [InlineData("en", "Name")]
    public void A_local_text_follows_the_culture(string culture, string text) =>
        Assert.Equal(text, new LocalText("Name", "名称").In(CultureInfo.GetCultureInfo(culture)));

    private static string In(string culture, Func<string> read)
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
            return read();
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }
}
