using System.Net;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Tests.SignOn;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.Sessions;

/// <summary>A cookie that somebody else put into the browser, or has a copy of, gains nothing by what its victim does.</summary>
public sealed class FixationTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private const string Boss = "boss@acme.example";
    private const string Clerk = "clerk@hub.example";
    private readonly IdentityHub hub = shared.Hub;

    [Fact]
    public async Task Whoever_signs_in_over_a_planted_session_gets_one_of_his_own()
    {
        // The stranger signs in, puts his cookies into the victim's browser, and keeps a copy.
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync(Clerk, IdentityHub.Password);
        var planted = browser.CookieHeader;
        var before = await IdsAsync();
        await browser.SubmitAsync("/sign-in?again=true", "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });

        Assert.Single((await IdsAsync()).Except(before));
        Assert.Equal(Clerk, await WhoAsync(planted));
        Assert.Equal(Boss, await WhoAsync(browser.CookieHeader));
    }

    [Fact]
    public async Task Cookies_that_were_there_before_the_sign_in_open_nothing_after_it()
    {
        using var browser = new BrowserSession(hub);
        await browser.ReadAsync("/sign-in");
        var before = browser.CookieHeader;
        Assert.NotEmpty(before);
        await browser.SignInAsync(Boss, IdentityHub.Password);
        Assert.Null(await WhoAsync(before));
        Assert.Equal(Boss, await WhoAsync(browser.CookieHeader));
    }

    [Fact]
    public async Task A_copied_cookie_does_not_become_fresh_when_its_owner_proves_himself_again()
    {
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync(Boss, IdentityHub.Password);
        var copied = browser.CookieHeader;
        hub.Clock.Advance(FreshSignIn.Usual + TimeSpan.FromMinutes(1));
        await browser.SubmitAsync("/sign-in?again=true", "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });
        Assert.Equal(HttpStatusCode.OK, await QuestionAsync(browser.CookieHeader));
        Assert.Equal(HttpStatusCode.Forbidden, await QuestionAsync(copied));
    }

    [Fact]
    public async Task Nobody_signs_on_to_an_application_as_who_planted_the_cookie()
    {
        var disk = await DiskClient.CreateAsync(hub, "fixed");
        using var browser = new BrowserSession(hub);
        await browser.SignInAsync(Clerk, IdentityHub.Password);
        await browser.SubmitAsync("/sign-in?again=true", "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.Equal(Boss, DiskClient.Text(DiskClient.Read(DiskClient.Text(tokens, "id_token")), "email"));
    }

    private Task<List<string>> IdsAsync() => SessionTests.WithDbAsync(hub, db => db.Sessions.Select(s => s.Id).ToListAsync());

    private async Task<string?> WhoAsync(string cookies)
    {
        using var answer = await SendAsync(HttpMethod.Get, "/account", cookies);
        var page = answer.StatusCode == HttpStatusCode.OK ? await answer.Content.ReadAsStringAsync() : "";
        return new[] { Boss, Clerk }.SingleOrDefault(mail => page.Contains(mail, StringComparison.Ordinal));
    }

    private async Task<HttpStatusCode> QuestionAsync(string cookies)
    {
        using var answer = await SendAsync(HttpMethod.Post, "/identity/v1/account/security-keys/question", cookies);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string cookies)
    {
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = hub.Address };
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", cookies }, { "Accept", "text/html" } } };
        return await http.SendAsync(request);
    }
}
