using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Tests.Certificates;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.SecurityKeys;

public sealed class SecurityKeyTests
{
    private const string Boss = "boss@acme.example";
    private const string Keys = "/identity/v1/account/security-keys";
    private const string SignIn = "/identity/v1/security-keys/sign-in";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_person_registers_two_keys_signs_in_with_either_and_removes_one(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var blue = Key(hub);
        using var spare = Key(hub);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        var first = await RegisterAsync(owner, blue, "Blue key");
        await RegisterAsync(owner, spare, "Spare key");

        foreach (var (key, email) in new[] { (blue, (string?)null), (spare, Boss) })
        {
            using var browser = new BrowserSession(hub);
            var (status, said) = await SignInAsync(browser, key, email);
            Assert.Equal((HttpStatusCode.OK, "/workspace"), (status, Text(said, "next")));
            var session = (await browser.Http.GetFromJsonAsync<JsonElement>("/identity/v1/account/sessions")).GetProperty("items").EnumerateArray().Single(s => s.GetProperty("isCurrent").GetBoolean());
            Assert.Equal("hwk", session.GetProperty("methods")[0].GetString());
        }

        Assert.Equal(1, await SessionTests.WithDbAsync(hub, db => db.SecurityKeys.Where(k => k.Name == "Blue key" && k.LastUsedAt != null).Select(k => k.SignCount).SingleAsync()));
        var page = "rename-" + first.ToString("N");
        Assert.Equal("/account/keys?told=renamed", await owner.SubmitAsync("/account/keys", page, new() { ["name-" + page[7..]] = " Ring " }));
        Assert.Contains("at most 60 characters", await owner.SubmitAsync("/account/keys", page, new() { ["name-" + page[7..]] = " " }), StringComparison.Ordinal);
        using var stranger = await SessionTests.SignedInAsync(hub, "admin@hub.example");
        Assert.Equal("key.not_found", await stranger.Http.RefusalAsync("PUT", $"{Keys}/{first}", new { name = "Mine" }));
        Assert.Equal("key.bad_name", await owner.Http.RefusalAsync("PUT", $"{Keys}/{first}", new { name = new string('x', 61) }));
        Assert.Contains(">Ring<", await owner.ReadAsync("/account/keys"), StringComparison.Ordinal);
        Assert.Contains("Blue key → Ring", WebUtility.HtmlDecode(await owner.ReadAsync("/account")), StringComparison.Ordinal);

        using var removed = await owner.Http.DeleteAsync($"{Keys}/{first}");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        // What was opened with a key is over; the session in which its owner removed it, with the password, goes on.
        Assert.Equal(0, await SessionTests.WithDbAsync(hub, db => db.Sessions.CountAsync(s => s.Methods == "hwk" && s.EndedAt == null)));
        Assert.Equal(HttpStatusCode.OK, await owner.StatusAsync("/account"));
        using var afterwards = new BrowserSession(hub);
        Assert.Equal("sign_in.key_refused", Code(await SignInAsync(afterwards, blue)));
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(afterwards, spare)).Status);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whoever_guessed_the_password_of_an_account_with_a_key_makes_and_removes_no_way_into_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database);
        var hub = world.Hub;
        using var blue = new SoftKey(Origin(hub));
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        var id = await RegisterAsync(owner, blue, "Blue key");
        hub.Clock.Advance(TimeSpan.FromSeconds(5));

        using var thief = await SessionTests.SignedInAsync(hub, Boss);
        Assert.Equal("key.needed", await thief.Http.RefusalAsync("POST", Keys + "/question"));
        Assert.Equal("key.needed", await thief.Http.RefusalAsync("DELETE", $"{Keys}/{id}"));
        Assert.Equal("key.needed", await thief.Http.RefusalAsync("GET", "/account/keys/certificate/start"));
        var page = await thief.ReadAsync("/account/keys");
        Assert.DoesNotContain("data-hub-key=\"new\"", page, StringComparison.Ordinal);
        Assert.Contains("Your account has a security key", page, StringComparison.Ordinal);

        // Nor an authenticator app, whose codes would count for a proof.
        Assert.Contains("Your account has a security key", await thief.SubmitAsync("/account/codes", "begin"), StringComparison.Ordinal);
        Assert.Equal(0, await SessionTests.WithDbAsync(hub, db => db.Authenticators.CountAsync()));

        // The owner signs in with the key, and does all of it.
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(thief, blue)).Status);
        await thief.Http.AskAsync("POST", Keys + "/question");
        await thief.Http.AskAsync("DELETE", $"{Keys}/{id}", status: HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_answer_opens_the_hub_once_even_when_it_comes_twenty_times_at_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = new SoftKey(Origin(hub)) { CountsUp = false };
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        await RegisterAsync(owner, key, "Key");
        using var thief = new BrowserSession(hub);
        var (options, state) = await AskAsync(thief, SignIn + "/question");
        var answer = new { credential = key.Get(options), state };

        var statuses = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            using var browser = hub.Browser();
            using var heard = await browser.PostAsJsonAsync(SignIn, answer);
            return heard.StatusCode;
        }));

        Assert.Single(statuses, HttpStatusCode.OK);
        Assert.Equal(19, statuses.Count(s => s == HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Whatever_is_wrong_with_an_answer_it_is_refused_and_says_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = Key(hub);
        using var stranger = Key(hub);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        await RegisterAsync(owner, key, "Key");
        using var browser = new BrowserSession(hub);
        var victim = await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == "admin@hub.example").Select(p => p.Id).SingleAsync());
        var admin = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(victim.ToString())).TrimEnd('=');

        await RefusedAsync("a key that nobody registered", (options, state) => new { credential = stranger.Get(options, Convert.ToBase64String("x"u8)), state });
        await RefusedAsync("somebody else's name in the answer", (options, state) => new { credential = key.Get(options, admin), state });
        await RefusedAsync("another account's address typed", (options, state) => new { credential = key.Get(options), state, email = "admin@hub.example" });
        await RefusedAsync("no PIN and no finger", (options, state) => { key.IsVerified = false; return new { credential = key.Get(options), state }; });
        key.IsVerified = true;
        await RefusedAsync("a page of another origin", (options, state) => { key.Origin = "https://evil.example"; return new { credential = key.Get(options), state }; });
        key.Origin = Origin(hub);
        key.Count = 40;
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(browser, key)).Status);
        await RefusedAsync("a copy of the key that fell behind", (options, state) => { key.Count = 20; return new { credential = key.Get(options), state }; });
        key.Count = 60;
        await RefusedAsync("a question of the hub changed", (options, state) => new { credential = key.Get(options), state = state[..^4] + "AAAA" });
        await RefusedAsync("no question at all", (options, _) => new { credential = key.Get(options), state = (string?)null });
        await RefusedAsync("no answer at all", (_, state) => new { credential = (string?)null, state });
        await RefusedAsync("no JSON", (_, state) => new { credential = "{", state });
        await RefusedAsync("JSON of something else", (_, state) => new { credential = "[1]", state });
        var (_, registration) = await AskAsync(owner, Keys + "/question");
        await RefusedAsync("a question of another kind", (options, _) => new { credential = key.Get(options), state = registration });

        async Task RefusedAsync(string what, Func<JsonElement, string, object> answer)
        {
            var (options, state) = await AskAsync(browser, SignIn + "/question");
            using var heard = await browser.Http.PostAsJsonAsync(SignIn, answer(options, state));
            Assert.True(heard.StatusCode == HttpStatusCode.BadRequest, $"{what}: {heard.StatusCode}");
            Assert.Equal("sign_in.key_refused", Text(await heard.Content.ReadFromJsonAsync<JsonElement>(), "code"));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task Who_is_suspended_or_locked_does_not_get_in_with_a_key_either(bool suspended)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = Key(hub);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        await RegisterAsync(owner, key, "Key");
        var future = TimeProvider.System.GetUtcNow().AddHours(1);
        await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).ExecuteUpdateAsync(set => suspended
            ? set.SetProperty(p => p.SuspendedAt, future)
            : set.SetProperty(p => p.LockoutEnd, future)));

        using var browser = new BrowserSession(hub);
        Assert.Equal("sign_in.key_refused", Code(await SignInAsync(browser, key)));
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/account"));
        Assert.Equal(["Wang Fang"], await SessionTests.WithDbAsync(hub, db => db.LogEntries.Where(e => e.Refused == "sign_in.key_refused").Select(e => e.SubjectName).ToListAsync()));
    }

    [Fact]
    public async Task An_open_session_that_proved_itself_long_ago_makes_and_removes_no_keys()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database, settings: new() { ["Hub:FreshSignInMinutes"] = "10" });
        using var key = Key(hub);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        var (options, state) = await AskAsync(owner, Keys + "/question");
        var id = await RegisterAsync(owner, key, "Key");
        hub.Clock.Advance(TimeSpan.FromMinutes(11));

        using var asked = await owner.Http.PostAsync(Keys + "/question", null);
        using var late = await owner.Http.PostAsJsonAsync(Keys, new { credential = key.Create(options), state, name = "Late" });
        using var removed = await owner.Http.DeleteAsync($"{Keys}/{id}");
        foreach (var answer in new[] { asked, late, removed })
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("auth.fresh_sign_in_required", Text(await answer.Content.ReadFromJsonAsync<JsonElement>(), "code"));
        }

        Assert.Contains("again=true", await owner.ReadAsync("/account/keys"), StringComparison.Ordinal);
        await owner.SubmitAsync("/sign-in?again=true", "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });
        Assert.Equal("key.needed", await owner.Http.RefusalAsync("DELETE", $"{Keys}/{id}"));
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(owner, key)).Status);
        using var now = await owner.Http.DeleteAsync($"{Keys}/{id}");
        Assert.Equal(HttpStatusCode.NoContent, now.StatusCode);
    }

    [Fact]
    public async Task A_registration_is_good_for_the_one_who_asked_and_once_and_a_key_belongs_to_one_account()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = Key(hub);
        using var boss = await SessionTests.SignedInAsync(hub, Boss);
        using var other = await SessionTests.SignedInAsync(hub, Boss);
        using var partner = await SessionTests.SignedInAsync(hub, "partner@diskworks.example");
        var (options, state) = await AskAsync(boss, Keys + "/question");
        var answer = new { credential = key.Create(options), state, name = "Key" };

        Assert.Equal("key.refused", await AddAsync(partner, answer));
        Assert.Equal("key.refused", await AddAsync(other, answer));
        Assert.Equal("key.bad_name", await AddAsync(boss, new { answer.credential, answer.state, name = " " }));
        Assert.Null(await AddAsync(boss, answer));
        Assert.Equal("key.refused", await AddAsync(boss, answer));

        var (again, second) = await AskAsync(partner, Keys + "/question");
        Assert.Equal("key.refused", await AddAsync(partner, new { credential = key.Create(again), state = second, name = "Key" }));
        var id = await SessionTests.WithDbAsync(hub, db => db.SecurityKeys.Select(k => k.Id).SingleAsync());
        using var stranger = await partner.Http.DeleteAsync($"{Keys}/{id}");
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
    }

    internal static SoftKey Key(IdentityHub hub) => new(Origin(hub));

    internal static async Task<Guid> RegisterAsync(BrowserSession browser, SoftKey key, string name)
    {
        var (options, state) = await AskAsync(browser, Keys + "/question");
        using var added = await browser.Http.PostAsJsonAsync(Keys, new { credential = key.Create(options), state, name });
        Assert.True(added.StatusCode == HttpStatusCode.Created, await added.Content.ReadAsStringAsync());
        return (await added.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetGuid();
    }

    internal static async Task<(HttpStatusCode Status, JsonElement Said)> SignInAsync(BrowserSession browser, SoftKey key, string? email = null)
    {
        var (options, state) = await AskAsync(browser, SignIn + "/question");
        using var heard = await browser.Http.PostAsJsonAsync(SignIn, new { credential = key.Get(options), state, email });
        return (heard.StatusCode, await heard.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static string Origin(IdentityHub hub) => hub.Address.GetLeftPart(UriPartial.Authority);

    private static string Text(JsonElement said, string name) => said.GetProperty(name).GetString()!;

    private static string Code((HttpStatusCode Status, JsonElement Said) answer) => Text(answer.Said, "code");

    private static async Task<string?> AddAsync(BrowserSession browser, object answer)
    {
        using var added = await browser.Http.PostAsJsonAsync(Keys, answer);
        return added.IsSuccessStatusCode ? null : Text(await added.Content.ReadFromJsonAsync<JsonElement>(), "code");
    }

    private static async Task<(JsonElement Options, string State)> AskAsync(BrowserSession browser, string path)
    {
        using var asked = await browser.Http.PostAsync(path, null);
        Assert.True(asked.IsSuccessStatusCode, $"{path}: {(int)asked.StatusCode} {await asked.Content.ReadAsStringAsync()}");
        var said = await asked.Content.ReadFromJsonAsync<JsonElement>();
        return (said.GetProperty("options"), Text(said, "state"));
    }
}
