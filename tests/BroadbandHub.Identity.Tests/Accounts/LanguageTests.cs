using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class LanguageTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_language_that_somebody_chose_is_there_in_the_next_browser(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var here = new BrowserSession(hub);
        await here.SignInAsync("boss@acme.example", IdentityHub.Password);
        Assert.Contains("<html lang=\"en\"", await here.ReadAsync("/account"), StringComparison.Ordinal);
        await ChooseAsync(here, "zh");
        Assert.Contains("<html lang=\"zh-CN\"", await here.ReadAsync("/account"), StringComparison.Ordinal);

        using var elsewhere = new BrowserSession(hub);
        Assert.Contains("<html lang=\"en\"", await elsewhere.ReadAsync("/sign-in"), StringComparison.Ordinal);
        await elsewhere.SignInAsync("boss@acme.example", IdentityHub.Password);
        Assert.Contains("<html lang=\"zh-CN\"", await elsewhere.ReadAsync("/account"), StringComparison.Ordinal);
        using var colleague = new BrowserSession(hub);
        await colleague.SignInAsync("clerk@hub.example", IdentityHub.Password);
        Assert.Contains("<html lang=\"en\"", await colleague.ReadAsync("/account"), StringComparison.Ordinal);
    }

    private static async Task ChooseAsync(BrowserSession browser, string language)
    {
        var page = await browser.ReadAsync("/account");
        var form = page.Split("action=\"/preferences\"")[^1];
        var token = System.Text.RegularExpressions.Regex.Match(form, "name=\"__RequestVerificationToken\" value=\"([^\"]+)\"").Groups[1].Value;
        using var answer = await browser.Http.PostAsync("/preferences", new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = token, ["language"] = language }));
        Assert.Equal(System.Net.HttpStatusCode.Redirect, answer.StatusCode);
    }
}
