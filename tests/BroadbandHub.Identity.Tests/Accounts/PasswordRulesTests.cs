using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Tests.Sessions;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class PasswordRulesTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private static readonly string[] Own = ["wang.fang", "Wang", "Fang", "Wang Fang"];

    [Theory]
    [InlineData("password2026")]
    [InlineData("P@ssw0rd!!!!")]
    [InlineData("Pa55word1234")]
    [InlineData("welcome-welcome")]
    [InlineData("lovelovelove")]
    [InlineData("AdminAdmin123")]
    [InlineData("qwertyuiop123")]
    [InlineData("1234567890")]
    [InlineData("13800138000")]
    [InlineData("abcdefghijklm")]
    [InlineData("woaini5201314")]
    [InlineData("wangfang2026")]
    [InlineData("Fang1988!!!!")]
    [InlineData("Broadband-Hub-1")]
    [InlineData("monkey!dragon")]
    public void What_is_tried_first_is_refused(string password) => Assert.True(CommonPasswords.Load(null).Contains(password, Own));

    [Theory]
    [InlineData("quiet-copper-lantern")]
    [InlineData("try-the-hub-2026")]
    [InlineData("correct horse battery staple")]
    [InlineData("夜来风雨声花落知多少")]
    [InlineData("kX9#mP2$vL7q")]
    [InlineData("my dragon eats paperclips")]
    public void What_somebody_thought_of_is_taken(string password) => Assert.False(CommonPasswords.Load(null).Contains(password, Own));

    [Fact]
    public void An_operator_adds_words_and_whole_passwords_and_a_missing_file_is_noticed()
    {
        var file = Path.GetTempFileName();
        File.WriteAllLines(file, ["Acme", "", "Red-Lantern-88-Street"]);
        try
        {
            var common = CommonPasswords.Load(file);
            Assert.True(common.Contains("ACME-2026-acme", []));
            Assert.True(common.Contains("red-lantern-88-street", []));
            Assert.False(CommonPasswords.Load(null).Contains("red-lantern-88-street", []));
        }
        finally
        {
            File.Delete(file);
        }

        Assert.Throws<InvalidOperationException>(() => CommonPasswords.Load(file));
    }

    [Fact]
    public async Task The_page_says_what_is_wrong_and_the_old_password_stays()
    {
        using var browser = await SessionTests.SignedInAsync(shared.Hub, "boss@acme.example");
        var page = await SessionTests.ChangeAsync(browser, IdentityHub.Password, "password2026");
        Assert.Contains("one of those that are tried first", page, StringComparison.Ordinal);
        using var again = await SessionTests.SignedInAsync(shared.Hub, "boss@acme.example");
    }
}
