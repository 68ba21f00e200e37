using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using static BroadbandHub.Identity.Tests.SignOn.DiskClient;

namespace BroadbandHub.Identity.Tests.SignOn;

public sealed class SignOnTests
{
    private const string Boss = "boss@acme.example";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_employee_with_a_seat_signs_in_once_and_the_application_hears_who_it_is(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = new BrowserSession(hub);

        // The way over the sign-in page comes back to where it began.
        using var first = await browser.Http.GetAsync(disk.Address());
        var signIn = first.Headers.Location!.ToString();
        Assert.StartsWith("/sign-in?returnUrl=%2Fconnect%2Fauthorize", signIn, StringComparison.Ordinal);
        var back = await browser.SubmitAsync(signIn, "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });
        Assert.StartsWith("/connect/authorize?", back, StringComparison.Ordinal);
        var arrived = await disk.AuthorizeAsync(browser);
        Assert.Equal("st", arrived["state"]);

        var (status, tokens) = await disk.RedeemAsync(arrived["code"]);
        Assert.Equal(HttpStatusCode.OK, status);
        var id = Read(Text(tokens, "id_token"));
        Assert.Equal(("no", "Wang Fang", Boss, "Acme Trading"), (Text(id, "nonce"), Text(id, "name"), Text(id, "email"), Text(id, "enterprise_name")));
        Assert.Equal(disk.Credential.ClientId, Text(id, "aud"));
        Assert.StartsWith("usr_", Text(id, "sub"), StringComparison.Ordinal);
        Assert.NotEmpty(Text(id, "sid"));
        Assert.DoesNotContain("hub_stamp", id.GetRawText(), StringComparison.Ordinal);

        var (_, said) = await disk.UserInfoAsync(Text(tokens, "access_token"));
        Assert.Equal((Text(id, "sub"), "Acme Trading"), (Text(said, "sub"), Text(said, "enterprise_name")));
        Assert.Equal([TestSeats.Seat.ToString()], said.GetProperty("subscriptions").EnumerateArray().Select(s => s.GetString()));
        Assert.True((await disk.PostAsync("/connect/introspect", ("token", Text(tokens, "access_token")))).Said.GetProperty("active").GetBoolean());

        // The token says who it is; it opens nothing of the hub.
        using var api = new HttpClient { BaseAddress = hub.Address };
        api.DefaultRequestHeaders.Authorization = new("Bearer", Text(tokens, "access_token"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync("/identity/v1/enterprises")).StatusCode);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_application_hears_roles_as_a_list_and_at_each_refresh_those_of_now(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var seats = hub.Services.GetRequiredService<TestSeats>();
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        seats.Roles = ["editor"];
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        await HearsAsync("""["editor"]""");
        Assert.Equal($"""["{TestSeats.Seat}"]""", Read(Text(tokens, "id_token")).GetProperty("subscriptions").GetRawText());
        Assert.DoesNotContain("editor", Read(Text(tokens, "access_token")).GetRawText(), StringComparison.Ordinal);

        seats.Roles = ["auditor", "editor"];
        (_, tokens) = await disk.RefreshAsync(Text(tokens, "refresh_token"));
        await HearsAsync("""["auditor","editor"]""");

        seats.Roles = [];
        (_, tokens) = await disk.RefreshAsync(Text(tokens, "refresh_token"));
        await HearsAsync(null);

        async Task HearsAsync(string? roles)
        {
            foreach (var said in new[] { Read(Text(tokens, "id_token")), (await disk.UserInfoAsync(Text(tokens, "access_token"))).Said })
            {
                Assert.Equal(roles, said.TryGetProperty("roles", out var told) ? told.GetRawText() : null);
            }
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_refresh_token_is_good_once_and_whoever_shows_it_again_ends_the_sign_on(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, first) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var (status, second) = await disk.RefreshAsync(Text(first, "refresh_token"));
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEqual(Text(first, "refresh_token"), Text(second, "refresh_token"));

        var (again, error) = await disk.RefreshAsync(Text(first, "refresh_token"));
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_grant"), (again, Text(error, "error")));

        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(Text(second, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(second, "access_token"))).Status);
    }

    [Fact]
    public async Task A_sign_on_ends_a_fortnight_after_it_began_however_often_it_is_refreshed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        foreach (var (days, status) in new[] { (7, HttpStatusCode.OK), (6, HttpStatusCode.OK), (2, HttpStatusCode.BadRequest) })
        {
            hub.Clock.Advance(TimeSpan.FromDays(days));
            var (answer, said) = await disk.RefreshAsync(Text(tokens, "refresh_token"));
            Assert.Equal((days, status), (days, answer));
            tokens = said;
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_many_who_refresh_at_once_with_the_same_token_at_most_one_gets_through(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, first) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => disk.RefreshAsync(Text(first, "refresh_token"))));
        Assert.InRange(answers.Count(a => a.Status == HttpStatusCode.OK), 0, 1);
        Assert.All(answers, a => Assert.True(a.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest, $"{(int)a.Status} {a.Said}"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Without_a_seat_there_is_a_page_a_silent_question_gets_an_error_and_no_refresh_goes_on(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var code = await disk.CodeAsync(browser);
        hub.Services.GetRequiredService<TestSeats>().Closed["disk"] = true;

        using var answer = await browser.Http.GetAsync(disk.Address());
        Assert.Equal("/sign-on/no-seat?application=disk", answer.Headers.Location?.ToString());
        using var page = await browser.Http.GetAsync(answer.Headers.Location);
        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        Assert.Contains("You have no seat on Disk", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("access_denied", (await disk.AuthorizeAsync(browser, ("prompt", "none")))["error"]);
        Assert.Equal("invalid_grant", Text((await disk.RedeemAsync(code)).Said, "error"));
        Assert.Equal("invalid_grant", Text((await disk.RefreshAsync(Text(tokens, "refresh_token"))).Said, "error"));
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(Text(tokens, "access_token"))).Status);
    }

    [Fact]
    public async Task Discovery_says_what_is_there_and_no_more()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var http = new HttpClient { BaseAddress = hub.Address };
        var said = await http.GetFromJsonAsync<JsonElement>("/.well-known/openid-configuration");
        Assert.Equal(["S256"], said.GetProperty("code_challenge_methods_supported").EnumerateArray().Select(m => m.GetString()));
        Assert.Equal(["code"], said.GetProperty("response_types_supported").EnumerateArray().Select(m => m.GetString()));
        Assert.True(said.GetProperty("backchannel_logout_session_supported").GetBoolean());
        var keys = await http.GetFromJsonAsync<JsonElement>(new Uri(Text(said, "jwks_uri")).PathAndQuery);
        Assert.NotEmpty(keys.GetProperty("keys").EnumerateArray());
        Assert.False(keys.GetProperty("keys")[0].TryGetProperty("d", out _));
    }

    [Fact]
    public async Task An_application_that_asks_for_a_fresh_sign_in_gets_one_and_silently_an_error()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var stranger = new BrowserSession(hub);
        Assert.Equal("login_required", (await disk.AuthorizeAsync(stranger, ("prompt", "none")))["error"]);

        using var browser = await SignedInAsync(hub);
        var (_, before) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        using var answer = await browser.Http.GetAsync(disk.Address(("prompt", "login")));
        var signIn = answer.Headers.Location!.ToString();
        Assert.StartsWith("/sign-in?again=true&returnUrl=", signIn, StringComparison.Ordinal);
        Assert.Contains("type=\"password\"", await browser.ReadAsync(signIn), StringComparison.Ordinal);
        Assert.StartsWith("/connect/authorize?", await browser.SubmitAsync(signIn, "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password }), StringComparison.Ordinal);

        // The same session: its end reaches the applications of before, too.
        var (_, after) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.Equal(Text(Read(Text(before, "id_token")), "sid"), Text(Read(Text(after, "id_token")), "sid"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task New_addresses_reach_the_credentials_there_are_and_their_secrets_stay_good(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var signOns = scope.ServiceProvider.GetRequiredService<ISignOns>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                async () =>
                {
                    await signOns.DescribeAsync(new("disk", new("Disk"), ["https://new.example/in"], [], null), default);
                    return 0;
                },
                _ => true, TestContext.Current.CancellationToken);
        }

        using var refused = await browser.Http.GetAsync(disk.Address());
        Assert.Equal("/sign-on/refused", refused.Headers.Location?.ToString());
        using var answer = await browser.Http.GetAsync(disk.Address(("redirect_uri", "https://new.example/in")));
        var code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
        Assert.Equal(HttpStatusCode.OK, (await disk.RedeemAsync(code, redirect: "https://new.example/in")).Status);
        Assert.NotEmpty(await hub.TokenAsync(disk.Credential.ClientId, disk.Credential.ClientSecret, "billing.usage"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_application_hears_the_department_and_a_move_with_the_next_tokens(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await CreateAsync(hub, "disk");
        using var browser = await SignedInAsync(hub);
        var (_, none) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        Assert.False(Read(Text(none, "id_token")).TryGetProperty("department_id", out _));
        Assert.False((await disk.UserInfoAsync(Text(none, "access_token"))).Said.TryGetProperty("department_id", out _));

        var (sales, service) = (await DepartmentAsync("Sales"), await DepartmentAsync("Service"));
        await MoveAsync(sales);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));
        var id = Read(Text(tokens, "id_token"));
        Assert.Equal((sales, "Sales"), (Text(id, "department_id"), Text(id, "department_name")));
        var (_, said) = await disk.UserInfoAsync(Text(tokens, "access_token"));
        Assert.Equal((sales, "Sales"), (Text(said, "department_id"), Text(said, "department_name")));

        // The token of before says it too: userinfo says what is so now.
        Assert.Equal(sales, Text((await disk.UserInfoAsync(Text(none, "access_token"))).Said, "department_id"));
        await MoveAsync(service);
        var (_, next) = await disk.RefreshAsync(Text(tokens, "refresh_token"));
        Assert.Equal((service, "Service"), (Text(Read(Text(next, "id_token")), "department_id"), Text(Read(Text(next, "id_token")), "department_name")));

        async Task<string> DepartmentAsync(string name) => Text(await browser.Http.AskAsync("POST", "/identity/v1/departments", new { name }), "id");

        async Task MoveAsync(string department) => await browser.Http.AskAsync(
            "PUT", "/identity/v1/people/" + await browser.Http.IdOfAsync(Boss), new { name = "Wang Fang", departmentId = department }, HttpStatusCode.NoContent);
    }

    private static async Task<BrowserSession> SignedInAsync(IdentityHub hub)
    {
        var browser = new BrowserSession(hub);
        await browser.SignInAsync(Boss, IdentityHub.Password);
        return browser;
    }
}
