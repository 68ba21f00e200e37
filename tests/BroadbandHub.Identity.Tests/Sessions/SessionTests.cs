using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Sessions;
using BroadbandHub.Identity.Tests.SignOn;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Sessions;

public sealed class SessionTests(SharedHub shared) : IClassFixture<SharedHub>
{
    private const string Boss = "boss@acme.example";
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_session_ended_from_another_device_opens_nothing_more_and_its_applications_lose_it_too(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await DiskClient.CreateAsync(hub, "disk");
        using var lost = await SignedInAsync(hub, Boss, Firefox);
        using var mine = await SignedInAsync(hub, Boss);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(lost));

        var page = await mine.ReadAsync("/account");
        Assert.Contains("Firefox 128 · Linux", System.Net.WebUtility.HtmlDecode(page), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1", page, StringComparison.Ordinal);
        var id = (await ListAsync(mine)).Single(s => !s.GetProperty("isCurrent").GetBoolean()).GetProperty("id").GetString()!;

        Assert.Equal("/account?ended=one", await mine.SubmitAsync("/account", "end-" + id));

        Assert.Equal(HttpStatusCode.Redirect, await lost.StatusAsync("/workspace"));
        Assert.Equal(HttpStatusCode.OK, await mine.StatusAsync("/workspace"));
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(DiskClient.Text(tokens, "refresh_token"))).Status);
        Assert.Single(await ListAsync(mine));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task All_other_sessions_end_at_once_and_this_one_goes_on(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var first = await SignedInAsync(hub, Boss);
        using var second = await SignedInAsync(hub, Boss);
        using var mine = await SignedInAsync(hub, Boss);
        using var other = await SignedInAsync(hub, "admin@hub.example");

        Assert.Equal("/account?ended=others", await mine.SubmitAsync("/account", "end-others"));

        Assert.Equal(
            [HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.OK, HttpStatusCode.OK],
            [await first.StatusAsync("/workspace"), await second.StatusAsync("/workspace"), await mine.StatusAsync("/workspace"), await other.StatusAsync("/account")]);
    }

    [Fact]
    public async Task Nobody_sees_or_ends_the_session_of_somebody_else()
    {
        using var boss = await SignedInAsync(shared.Hub, Boss);
        using var stranger = await SignedInAsync(shared.Hub, "partner@diskworks.example");
        var id = (await ListAsync(boss))[0].GetProperty("id").GetString()!;

        Assert.DoesNotContain(await ListAsync(stranger), s => s.GetProperty("id").GetString() == id);
        using var refused = await stranger.Http.DeleteAsync("/identity/v1/account/sessions/" + id);
        Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await boss.StatusAsync("/workspace"));

        using var own = await boss.Http.DeleteAsync("/identity/v1/account/sessions/" + id);
        Assert.Equal(HttpStatusCode.NoContent, own.StatusCode);
        Assert.Equal(HttpStatusCode.Redirect, await boss.StatusAsync("/workspace"));
    }

    [Fact]
    public async Task A_program_has_no_account_of_its_own()
    {
        using var api = await shared.Hub.OperatorClientAsync();
        using var answer = await api.GetAsync("/identity/v1/account/sessions");
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("account.none", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_copied_cookie_is_worth_nothing_after_the_sign_out()
    {
        using var owner = await SignedInAsync(shared.Hub, "clerk@hub.example");
        using var page = await owner.Http.GetAsync("/account");
        using var thief = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = shared.Hub.Address };
        thief.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        thief.DefaultRequestHeaders.Add("Cookie", owner.CookieHeader);
        using var before = await thief.GetAsync("/account");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);

        await owner.SubmitAsync("/sign-out/confirm", "leave");

        using var after = await thief.GetAsync("/account");
        Assert.Equal(HttpStatusCode.Redirect, after.StatusCode);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Changing_the_password_leaves_only_the_session_that_did_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var elsewhere = await SignedInAsync(hub, Boss);
        using var mine = await SignedInAsync(hub, Boss);

        Assert.Equal("/account/password?changed=true", await ChangeAsync(mine, IdentityHub.Password, "quiet-copper-lantern"));

        Assert.Equal(HttpStatusCode.Redirect, await elsewhere.StatusAsync("/workspace"));
        Assert.True((await ListAsync(mine)).Single().GetProperty("isCurrent").GetBoolean());
        var activity = await mine.ReadAsync("/account");
        Assert.Contains("Password changed", activity, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Last_seen_is_written_now_and_then_and_what_is_long_over_is_removed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var mine = await SignedInAsync(hub, Boss);
        var seen = await SeenAsync(hub);
        await mine.StatusAsync("/workspace");
        Assert.Equal(seen, await SeenAsync(hub));

        var longAgo = seen - SessionBook.Touch - TimeSpan.FromMinutes(1);
        await WithDbAsync(hub, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, longAgo)));
        await mine.StatusAsync("/workspace");
        Assert.True(await SeenAsync(hub) >= seen);

        await WithDbAsync(hub, db => db.Sessions.ExecuteUpdateAsync(set => set.SetProperty(s => s.LastSeenAt, seen - PruneSessions.KeepSessions - TimeSpan.FromDays(1))));
        hub.Services.GetRequiredService<IJobs>().Wake(PruneSessions.Name);
        await Eventually.IsTrueAsync(async () => await WithDbAsync(hub, db => db.Sessions.CountAsync()) == 0, "the old session is removed");
        Assert.Equal(HttpStatusCode.Redirect, await mine.StatusAsync("/workspace"));
    }

    [Fact]
    public async Task The_owner_sees_who_failed_to_get_in()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var thief = new BrowserSession(hub);
        thief.Http.DefaultRequestHeaders.UserAgent.ParseAdd("curl/8.14.1");
        for (var i = 0; i < 3; i++)
        {
            await thief.SignInAsync(Boss, "wrong-" + i);
        }

        using var mine = await SignedInAsync(hub, Boss);
        using var answer = await mine.Http.GetAsync("/identity/v1/account/activity");
        var events = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["signedIn", "passwordWrong", "passwordWrong", "passwordWrong"], events.Select(e => e.GetProperty("kind").GetString()));
        Assert.Equal("curl 8", events[1].GetProperty("device").GetString());
        Assert.DoesNotContain("wrong-", events.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Firefox, "Firefox 128 · Linux")]
    [InlineData("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0", "Edge 126 · Windows")]
    [InlineData("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1", "Safari 17 · iPhone")]
    [InlineData("Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Mobile Safari/537.36", "Chrome 125 · Android")]
    [InlineData("Chrome/", "Chrome")]
    [InlineData("<script>alert(1)</script>", null)]
    [InlineData("", null)]
    public void A_device_is_named_in_words(string userAgent, string? words) => Assert.Equal(words, Device.Describe(userAgent));

    internal static async Task<BrowserSession> SignedInAsync(IdentityHub hub, string email, string? userAgent = null)
    {
        var browser = new BrowserSession(hub);
        if (userAgent is not null)
        {
            browser.Http.DefaultRequestHeaders.UserAgent.ParseAdd(userAgent);
        }

        Assert.StartsWith("/", await browser.SignInAsync(email, IdentityHub.Password), StringComparison.Ordinal);
        return browser;
    }

    internal static Task<string> ChangeAsync(BrowserSession browser, string current, string wanted) => browser.SubmitAsync(
        "/account/password", "password", new() { ["Form.Current"] = current, ["Form.Wanted"] = wanted, ["Form.Again"] = wanted });

    internal static async Task<T> WithDbAsync<T>(IdentityHub hub, Func<IdentityDb, Task<T>> work)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<IdentityDb>());
    }

    private static Task<DateTimeOffset> SeenAsync(IdentityHub hub) => WithDbAsync(hub, db => db.Sessions.Select(s => s.LastSeenAt).SingleAsync());

    private static async Task<List<JsonElement>> ListAsync(BrowserSession browser)
    {
        using var answer = await browser.Http.GetAsync("/identity/v1/account/sessions");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return [.. (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("items").EnumerateArray()];
    }
}
