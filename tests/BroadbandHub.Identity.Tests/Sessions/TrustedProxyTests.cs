using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Sessions;

/// <summary>Behind a proxy the hub writes down where people are, and not where the proxy is; whoever is no proxy cannot say that he is elsewhere.</summary>
public sealed class TrustedProxyTests
{
    private const string Boss = "boss@acme.example";

    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.0/8", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.1, 10.0.0.0/8", "198.51.100.1, 203.0.113.7, 10.1.2.3", "203.0.113.7")]
    [InlineData("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7")]
    [InlineData("127.0.0.1", "nonsense", "127.0.0.1")]
    [InlineData("10.9.9.9", "203.0.113.7", "127.0.0.1")]
    [InlineData(null, "203.0.113.7", "127.0.0.1")]
    public async Task A_session_comes_from_where_a_trusted_proxy_says_and_nobody_else(string? proxies, string header, string expected)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database, settings: new(StringComparer.Ordinal) { ["Hub:Proxies"] = proxies });
        using var browser = new BrowserSession(hub);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-For", header);
        await browser.SignInAsync(Boss, IdentityHub.Password);

        var sessions = await browser.Http.GetStringAsync("/identity/v1/account/sessions");
        Assert.Contains($"\"{expected}\"", sessions, StringComparison.Ordinal);
        Assert.DoesNotContain("198.51.100.1", sessions, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("10.9.9.9", false)]
    public async Task What_a_trusted_proxy_received_over_https_gets_cookies_for_https_alone(string proxies, bool secure)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database, settings: new(StringComparer.Ordinal) { ["Hub:Proxies:0"] = proxies });
        using var browser = new BrowserSession(hub);
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        using var page = await browser.Http.GetAsync("/sign-in");
        var cookies = page.Headers.GetValues("Set-Cookie").ToList();
        Assert.NotEmpty(cookies);
        Assert.All(cookies, cookie => Assert.Equal(secure, cookie.Contains("; secure", StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task A_proxy_that_is_no_address_stops_the_start_with_a_sentence()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        var wrong = await Assert.ThrowsAsync<InvalidOperationException>(
            async () => await IdentityHub.StartAsync(database, settings: new(StringComparer.Ordinal) { ["Hub:Proxies:0"] = "proxy.example" }));
        Assert.Contains("Hub:Proxies lists 'proxy.example'", wrong.Message, StringComparison.Ordinal);
    }
}
