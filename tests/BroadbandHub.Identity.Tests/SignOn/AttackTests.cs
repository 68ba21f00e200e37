using System.Net;
using System.Text;
using static BroadbandHub.Identity.Tests.SignOn.DiskClient;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>What a sign-on must not be talked into.</summary>
public sealed class AttackTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private readonly IdentityHub hub = shared.Hub;

    [Theory]
    [InlineData("code_challenge_method", "plain")]
    [InlineData("code_challenge_method", null)]
    [InlineData("code_challenge", null)]
    public async Task A_code_needs_a_challenge_by_sha_256(string parameter, string? value)
    {
        var disk = await CreateAsync(hub, "pkce");
        using var browser = await SignedInAsync();
        using var answer = await AskAsync(browser, disk.Address((parameter, value)), "application/json");
        Assert.Equal((HttpStatusCode.BadRequest, null), (answer.StatusCode, answer.Headers.Location));
        Assert.Contains("invalid_request", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/signin-oidc")]
    [InlineData("https://disk.example/signin-oidc/../evil")]
    [InlineData("https://disk.example/signin-oidc?more=1")]
    [InlineData("https://disk.example.evil.example/signin-oidc")]
    [InlineData("http://disk.example/signin-oidc")]
    public async Task A_code_goes_to_no_address_that_is_not_registered(string address)
    {
        var disk = await CreateAsync(hub, "redirect");
        using var browser = await SignedInAsync();
        using var answer = await browser.Http.GetAsync(disk.Address(("redirect_uri", address)));
        Assert.Equal((HttpStatusCode.Redirect, "/sign-on/refused"), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("openid profile email offline_access")]
    [InlineData("profile email")]
    [InlineData(null)]
    public async Task A_person_s_token_opens_nothing_of_the_hub_whatever_the_application_asked_for(string? scope)
    {
        var disk = await CreateAsync(hub, "own" + (scope?.Length ?? 0));
        using var browser = await SignedInAsync();
        var (status, said) = await disk.RedeemAsync((await disk.AuthorizeAsync(browser, ("scope", scope)))["code"]);
        Assert.Equal(HttpStatusCode.OK, status);
        using var application = new HttpClient { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new("Bearer", Text(said, "access_token")) } };
        foreach (var path in new[] { "/identity/v1/account/sessions", "/identity/v1/account/activity", "/identity/v1/account/security-keys", "/tasks/v1/tasks", "/identity/v1/people" })
        {
            using var answer = await application.GetAsync(path);
            Assert.True(answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.NotFound, $"{path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
    }

    [Fact]
    public async Task A_person_whose_application_asks_wrongly_sees_a_page_that_repeats_nothing_of_the_request()
    {
        var disk = await CreateAsync(hub, "page");
        using var browser = await SignedInAsync();
        foreach (var address in new[]
        {
            disk.Address(("redirect_uri", "https://evil.example/call-0900-1234")), "/connect/authorize?client_id=call-0900-1234",
            $"/connect/end-session?client_id={disk.Credential.ClientId}&post_logout_redirect_uri=https%3A%2F%2Fevil.example%2Fcall-0900-1234",
        })
        {
            using var answer = await AskAsync(browser, address, "text/html");
            Assert.Equal((HttpStatusCode.Redirect, "/sign-on/refused"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }

        using var page = await browser.Http.GetAsync("/sign-on/refused");
        Assert.Equal(HttpStatusCode.BadRequest, page.StatusCode);
        Assert.Contains("This sign-on cannot go on", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_code_with_the_wrong_verifier_is_refused()
    {
        var disk = await CreateAsync(hub, "verifier");
        using var browser = await SignedInAsync();
        var code = await disk.CodeAsync(browser);
        var (status, said) = await disk.RedeemAsync(code, verifier: "another-verifier-that-is-long-enough-0123456789-abc");
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (status, Text(said, "error")));
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RedeemAsync(code, verifier: Challenge)).Status);
    }

    [Fact]
    public async Task A_code_is_good_once_and_its_replay_ends_what_the_first_one_got()
    {
        var disk = await CreateAsync(hub, "replay");
        using var browser = await SignedInAsync();
        var code = await disk.CodeAsync(browser);
        var (_, tokens) = await disk.RedeemAsync(code);
        Assert.Equal(HttpStatusCode.OK, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);

        Assert.Equal("invalid_grant", Text((await disk.RedeemAsync(code)).Said, "error"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(Text(tokens, "refresh_token"))).Status);
    }

    [Fact]
    public async Task Codes_and_refresh_tokens_are_good_for_the_client_that_they_were_made_for()
    {
        var disk = await CreateAsync(hub, "mine");
        var other = await CreateAsync(hub, "other");
        using var browser = await SignedInAsync();
        Assert.Equal("invalid_grant", Text((await other.RedeemAsync(await disk.CodeAsync(browser))).Said, "error"));
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.Equal("invalid_grant", Text((await other.RefreshAsync(Text(tokens, "refresh_token"))).Said, "error"));
        Assert.False((await other.PostAsync("/connect/introspect", ("token", Text(tokens, "access_token")))).Said.TryGetProperty("sub", out _));
    }

    [Fact]
    public async Task A_person_signs_on_with_no_scope_of_programs()
    {
        var disk = await CreateAsync(hub, "scopes");
        using var browser = await SignedInAsync();
        var (_, tokens) = await disk.RedeemAsync((await disk.AuthorizeAsync(browser, ("scope", "openid billing.usage")))["code"]);
        Assert.DoesNotContain("billing", Text(Read(Text(tokens, "access_token")), "scope"), StringComparison.Ordinal);
        using var refused = await AskAsync(browser, disk.Address(("scope", "openid operator")), "application/json");
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_wrong_secret_gets_nothing()
    {
        var disk = await CreateAsync(hub, "secret");
        using var browser = await SignedInAsync();
        var code = await disk.CodeAsync(browser);
        var thief = new DiskClient(hub, disk.Credential with { ClientSecret = "wrong" });
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), ((await thief.RedeemAsync(code)).Status, Text((await thief.RedeemAsync(code)).Said, "error")));
    }

    [Fact]
    public async Task Only_a_true_token_of_this_very_session_signs_out_without_a_question()
    {
        var disk = await CreateAsync(hub, "hint");
        using var browser = await SignedInAsync();
        using var elsewhere = await SignedInAsync();
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var (_, others) = await disk.RedeemAsync(await disk.CodeAsync(elsewhere));
        var parts = Text(tokens, "id_token").Split('.');
        var unsigned = $"{Base64("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.";

        foreach (var hint in new[] { null, unsigned, $"{parts[0]}.{parts[1]}.{new string('A', parts[2].Length)}", Text(others, "id_token") })
        {
            using var answer = await browser.Http.GetAsync(Leave(hint));
            var to = answer.Headers.Location?.ToString();
            Assert.True(to is null ? answer.StatusCode == HttpStatusCode.BadRequest : to.StartsWith("/sign-out/confirm?", StringComparison.Ordinal), $"{hint}: {(int)answer.StatusCode} {to}");
            Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/account/password"));
        }

        // The person says yes.
        using (var asked = await elsewhere.Http.GetAsync(Leave(null)))
        {
            var back = await elsewhere.SubmitAsync(asked.Headers.Location!.ToString(), "leave");
            using var left = await elsewhere.Http.GetAsync(back);
            Assert.Equal(AfterSignOut, left.Headers.Location!.GetLeftPart(UriPartial.Path));
            Assert.Equal(HttpStatusCode.Redirect, await elsewhere.StatusAsync("/account/password"));
        }

        using var gone = await browser.Http.GetAsync(Leave(Text(tokens, "id_token")));
        Assert.Equal($"{AfterSignOut}?state=bye", gone.Headers.Location?.ToString());
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/account/password"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);

        string Leave(string? hint) => $"/connect/end-session?client_id={disk.Credential.ClientId}&state=bye&post_logout_redirect_uri={Uri.EscapeDataString(AfterSignOut)}"
            + (hint is null ? "" : "&id_token_hint=" + hint);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("https://disk.example/signed-out/../evil")]
    [InlineData("//evil.example/")]
    public async Task After_a_sign_out_nobody_is_sent_to_an_address_that_is_not_registered(string address)
    {
        var disk = await CreateAsync(hub, "after");
        using var browser = await SignedInAsync();
        using var answer = await browser.Http.GetAsync($"/connect/end-session?client_id={disk.Credential.ClientId}&post_logout_redirect_uri={Uri.EscapeDataString(address)}");
        Assert.Equal((HttpStatusCode.Redirect, "/sign-on/refused"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/account/password"));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    public async Task The_sign_in_and_sign_out_pages_lead_nowhere_else(string address)
    {
        using var browser = new BrowserSession(hub);
        var back = await browser.SubmitAsync("/sign-in?returnUrl=" + Uri.EscapeDataString(address), "sign-in", new() { ["Form.Email"] = "boss@acme.example", ["Form.Password"] = IdentityHub.Password });
        Assert.Equal("/workspace", back);
        Assert.Equal("/", await browser.SubmitAsync("/sign-out/confirm?returnUrl=" + Uri.EscapeDataString(address), "leave"));
    }

    private static async Task<HttpResponseMessage> AskAsync(BrowserSession browser, string address, string accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { Accept = { new(accept) } } };
        return await browser.Http.SendAsync(request);
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=');

    private async Task<BrowserSession> SignedInAsync()
    {
        var browser = new BrowserSession(hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        return browser;
    }
}
