using System.Net;
using System.Text.RegularExpressions;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed partial class SignInTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private const string Admin = "admin@hub.example";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_person_signs_in_sees_his_pages_and_signs_out(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var browser = hub.Browser();

        using var closed = await browser.GetAsync("/console/enterprises");
        Assert.Equal("/sign-in?returnUrl=%2Fconsole%2Fenterprises", closed.Headers.Location?.PathAndQuery);

        using var signedIn = await SignInAsync(browser, Admin, IdentityHub.Password, closed.Headers.Location!.PathAndQuery);
        Assert.Equal("/console/enterprises", LocationOf(signedIn));
        Assert.Contains("Acme Trading", await browser.GetStringAsync("/console/enterprises"), StringComparison.Ordinal);

        using var withoutToken = await browser.PostAsync("/sign-out", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, withoutToken.StatusCode);
        var form = Hidden(await browser.GetStringAsync("/console/people"));
        using var signedOut = await browser.PostAsync("/sign-out", new FormUrlEncodedContent(form));
        Assert.Equal(HttpStatusCode.Redirect, signedOut.StatusCode);
        using var again = await browser.GetAsync("/console");
        Assert.Equal(HttpStatusCode.Redirect, again.StatusCode);
    }

    [Fact]
    public async Task An_unknown_address_a_wrong_password_and_a_locked_account_are_answered_alike()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var browser = hub.Browser();

        var unknown = await RefusalAsync(browser, "nobody@hub.example", "wrong");
        var wrong = await RefusalAsync(browser, Admin, "wrong");
        for (var i = 0; i < 6; i++)
        {
            await RefusalAsync(browser, Admin, "wrong");
        }

        var locked = await RefusalAsync(browser, Admin, IdentityHub.Password);

        Assert.Equal(unknown, await RefusalAsync(browser, "nobody\uFFFE@hub.example", "wrong"));
        Assert.Contains("do not match", wrong, StringComparison.Ordinal);
        Assert.Equal(wrong, unknown);
        Assert.Equal(wrong, locked);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task Nobody_is_sent_to_another_site_after_signing_in(string returnUrl)
    {
        var hub = shared.Hub;
        using var browser = hub.Browser();

        using var signedIn = await SignInAsync(browser, "boss@acme.example", IdentityHub.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));

        Assert.Equal("/workspace", LocationOf(signedIn));
    }

    [Fact]
    public async Task People_of_an_enterprise_do_not_get_into_the_console()
    {
        var hub = shared.Hub;
        using var browser = hub.Browser();
        using var signedIn = await SignInAsync(browser, "boss@acme.example", IdentityHub.Password);

        foreach (var path in new[] { "/console", "/console/enterprises", "/console/people", "/partner" })
        {
            using var response = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
            Assert.Contains("<h1>", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        using var api = await browser.GetAsync("/identity/v1/enterprises");
        Assert.Equal(HttpStatusCode.Forbidden, api.StatusCode);
    }

    private static async Task<string> RefusalAsync(HttpClient browser, string email, string password)
    {
        using var response = await SignInAsync(browser, email, password);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return Summary().Match(await response.Content.ReadAsStringAsync()).Value;
    }

    private static async Task<HttpResponseMessage> SignInAsync(HttpClient browser, string email, string password, string path = "/sign-in")
    {
        var page = await browser.GetStringAsync(path);
        var form = Hidden(page[page.IndexOf("class=\"hub-form\"", StringComparison.Ordinal)..]);
        form["Form.Email"] = email;
        form["Form.Password"] = password;
        return await browser.PostAsync(path, new FormUrlEncodedContent(form));
    }

    private static string? LocationOf(HttpResponseMessage response) =>
        response.Headers.Location is { } location ? (location.IsAbsoluteUri ? location.PathAndQuery : location.ToString()) : null;

    private static Dictionary<string, string> Hidden(string html) =>
        HiddenInput().Matches(html).GroupBy(m => m.Groups[1].Value).ToDictionary(g => g.Key, g => WebUtility.HtmlDecode(g.First().Groups[2].Value), StringComparer.Ordinal);

    [GeneratedRegex("""<input type="hidden" name="([^"]+)" value="([^"]*)" />""")]
    private static partial Regex HiddenInput();

    [GeneratedRegex("""<div class="hub-summary".*?</div>""", RegexOptions.Singleline)]
    private static partial Regex Summary();
}
