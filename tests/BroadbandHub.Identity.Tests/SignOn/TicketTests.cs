using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.SignOn;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.SignOn;

/// <summary>Applications that cannot speak OpenID Connect: a ticket in the address, a minute, once.</summary>
public sealed class TicketTests
{
    private const string Boss = "boss@acme.example";
    private const string Enter = "https://fax.example/enter?from=hub";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_employee_with_a_seat_arrives_with_a_ticket_and_the_application_hears_who_it_is_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var fax = await SellAsync(hub, "fax", Enter);
        using var browser = new BrowserSession(hub);

        // Over the sign-in page, which leads on through the page that ends the form's chain.
        using var asked = await browser.Http.GetAsync("/sso/ticket?application=fax&state=abc%26d");
        var signIn = asked.Headers.Location!.IsAbsoluteUri ? asked.Headers.Location.PathAndQuery : asked.Headers.Location.ToString();
        Assert.StartsWith("/sign-in?returnUrl=%2Fsso%2Fticket", signIn, StringComparison.Ordinal);
        var back = await browser.SubmitAsync(signIn, "sign-in", new() { ["Form.Email"] = Boss, ["Form.Password"] = IdentityHub.Password });
        using var answer = await browser.Http.GetAsync(back);
        Assert.Equal("https://fax.example/enter", answer.Headers.Location?.GetLeftPart(UriPartial.Path));
        var query = HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal(("hub", "abc&d", "no-store"), (query["from"], query["state"], answer.Headers.CacheControl?.ToString()));
        Assert.DoesNotContain("usr_", Encoding.UTF8.GetString(Convert.FromBase64String(Padded(query["ticket"]!.Split('.')[1]))), StringComparison.Ordinal);

        var (status, said) = await RedeemAsync(hub, fax, query["ticket"]);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(("Wang Fang", Boss, "Acme Trading"), (said.Text("name"), said.Text("email"), said.Text("enterprise_name")));
        Assert.Equal([TestSeats.Seat.ToString()], said.GetProperty("subscriptions").EnumerateArray().Select(s => s.GetString()));
        Assert.Equal(("pwd", 1), (said.GetProperty("amr")[0].GetString(), said.GetProperty("amr").GetArrayLength()));
        Assert.StartsWith("usr_", said.Text("sub"), StringComparison.Ordinal);
        Assert.NotEmpty(said.Text("sid"));
        Assert.Equal((HttpStatusCode.BadRequest, "ticket.used"), Refusal(await RedeemAsync(hub, fax, query["ticket"])));

        // By HTTP Basic too.
        var other = await TicketAsync(browser, "fax");
        using var basic = new HttpClient { BaseAddress = hub.Address };
        basic.DefaultRequestHeaders.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{fax.ClientId}:{Uri.EscapeDataString(fax.ClientSecret)}")));
        using var heard = await basic.PostAsync("/sso/ticket/redeem", new FormUrlEncodedContent([KeyValuePair.Create("ticket", other)]));
        Assert.Equal(HttpStatusCode.OK, heard.StatusCode);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_many_who_redeem_it_at_once_one_gets_through_and_after_a_minute_none(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var fax = await SellAsync(hub, "fax", Enter);
        using var browser = await SessionTests.SignedInAsync(hub, Boss);
        for (var round = 0; round < 3; round++)
        {
            var ticket = await TicketAsync(browser, "fax");
            var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RedeemAsync(hub, fax, ticket)));
            Assert.Single(answers, a => a.Status == HttpStatusCode.OK);
            Assert.Equal(7, answers.Count(a => a.Status == HttpStatusCode.BadRequest && a.Said.Text("code") == "ticket.used"));
        }

        var late = await TicketAsync(browser, "fax");
        hub.Clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal((HttpStatusCode.BadRequest, "ticket.expired"), Refusal(await RedeemAsync(hub, fax, late)));
    }

    [Fact]
    public async Task A_ticket_is_for_one_application_and_only_what_the_hub_signed_as_one_counts()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var (fax, mail, disk) = (await SellAsync(hub, "fax", Enter), await SellAsync(hub, "mail", "https://mail.example/"), await DiskClient.CreateAsync(hub, "disk"));
        using var browser = await SessionTests.SignedInAsync(hub, Boss);
        var ticket = await TicketAsync(browser, "fax");
        var parts = ticket.Split('.');
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(browser));

        Assert.Equal((HttpStatusCode.BadRequest, "ticket.invalid"), Refusal(await RedeemAsync(hub, mail, ticket)));
        foreach (var forged in new[]
        {
            null, "", "x", ticket + "x", $"{parts[0]}.{parts[1]}.", $"{Base64("""{"alg":"none","typ":"hub-ticket+jwt"}""")}.{parts[1]}.", new string('x', 100_000),
            DiskClient.Text(tokens, "access_token"), DiskClient.Text(tokens, "id_token"), await hub.TokenAsync(fax.ClientId, fax.ClientSecret, "billing.usage"),
        })
        {
            Assert.Equal((HttpStatusCode.BadRequest, "ticket.invalid"), Refusal(await RedeemAsync(hub, fax, forged)));
        }

        foreach (var wrong in new[] { fax with { ClientSecret = "wrong" }, fax with { ClientId = "nobody" }, fax with { ClientSecret = "" }, disk.Credential })
        {
            Assert.Equal((HttpStatusCode.Unauthorized, "ticket.bad_client"), Refusal(await RedeemAsync(hub, wrong, ticket)));
        }

        // Nor does it pass for a token, and it is still good where it belongs.
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(ticket)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(ticket)).Status);
        Assert.Equal(HttpStatusCode.OK, (await RedeemAsync(hub, fax, ticket)).Status);
        using var json = new HttpClient { BaseAddress = hub.Address };
        using var noForm = await json.PostAsync("/sso/ticket/redeem", new StringContent("{}", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, noForm.StatusCode);
    }

    [Fact]
    public async Task Without_a_seat_or_an_application_there_is_a_page_and_nobody_is_sent_elsewhere()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        var fax = await SellAsync(hub, "fax", Enter);
        await DiskClient.CreateAsync(hub, "disk");
        using var browser = await SessionTests.SignedInAsync(hub, Boss);
        foreach (var query in new[]
        {
            "", "?application=", "?application=nope", "?application=disk", "?application=https://evil.example/", "?application=fax&state=" + new string('x', 201), "?application=fax&state=%0d%0aLocation:%20x",
        })
        {
            using var answer = await browser.Http.GetAsync("/sso/ticket" + query);
            Assert.Equal((HttpStatusCode.Redirect, "/sign-on/refused"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        }

        foreach (var more in new[] { "&ticketUrl=https://evil.example/", "&returnUrl=https://evil.example/", "&state=https://evil.example/", "&application=disk" })
        {
            using var answer = await browser.Http.GetAsync("/sso/ticket?application=fax" + more);
            Assert.True(answer.Headers.Location?.ToString() is { } to && (to.StartsWith("https://fax.example/enter?", StringComparison.Ordinal) || to == "/sign-on/refused"), more);
        }

        var ticket = await TicketAsync(browser, "fax");
        hub.Services.GetRequiredService<TestSeats>().Closed["fax"] = true;
        Assert.Equal("ticket.person_gone", Refusal(await RedeemAsync(hub, fax, ticket)).Code);
        using var none = await browser.Http.GetAsync("/sso/ticket?application=fax");
        Assert.Equal("/sign-on/no-seat?application=fax", none.Headers.Location?.ToString());
        Assert.Contains("You have no seat on Fax", await (await browser.Http.GetAsync(none.Headers.Location)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var staff = await SessionTests.SignedInAsync(hub, "admin@hub.example");
        using var operators = await staff.Http.GetAsync("/sso/ticket?application=fax");
        Assert.Equal("/sign-on/no-seat?application=fax", operators.Headers.Location?.ToString());
        using var program = await hub.OperatorClientAsync();
        Assert.Equal("ticket.no_seat", await program.RefusalAsync("GET", "/sso/ticket?application=fax"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_sign_out_makes_tickets_worthless_and_tells_the_application_that_listens(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);

        // Nobody listens at that port: the notice stays, and can be looked at.
        var fax = await SellAsync(hub, "fax", Enter, "http://127.0.0.1:9/ended");
        using var browser = await SessionTests.SignedInAsync(hub, Boss);
        var (_, said) = await RedeemAsync(hub, fax, await TicketAsync(browser, "fax"));
        var kept = await TicketAsync(browser, "fax");
        await browser.SubmitAsync("/sign-out/confirm", "leave");

        Assert.Equal("ticket.person_gone", Refusal(await RedeemAsync(hub, fax, kept)).Code);
        var notice = await SessionTests.WithDbAsync(hub, db => db.LogoutNotices.AsNoTracking().SingleAsync());
        Assert.Equal((fax.ClientId, said.Text("sid"), said.Text("sub")), (notice.ClientId, notice.SessionId, notice.PersonId.ToString()));
        using var again = await browser.Http.GetAsync("/sso/ticket?application=fax");
        Assert.Contains("/sign-in?", again.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Old_tickets_are_removed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        await SellAsync(hub, "fax", Enter);
        using var browser = await SessionTests.SignedInAsync(hub, Boss);
        await TicketAsync(browser, "fax");
        hub.Clock.Advance(PruneSignOns.Keep + TimeSpan.FromHours(7));
        hub.Services.GetRequiredService<IJobs>().Wake(PruneSignOns.Name);
        await Eventually.IsTrueAsync(() => SessionTests.WithDbAsync(hub, async db => !await db.Tickets.AnyAsync()), "the ticket is gone");
    }

    private static async Task<ClientCredential> SellAsync(IdentityHub hub, string key, string enter, string? listens = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var services = scope.ServiceProvider;
        return await services.GetRequiredService<IUnitOfWork>().RunAsync(
            async () =>
            {
                var made = await services.GetRequiredService<IApplicationClients>().CreateAsync(key, "Server", ["billing.usage"], null, default);
                await services.GetRequiredService<ISignOns>().DescribeAsync(new(key, new("Fax", "传真"), [], [], listens, enter), default);
                return made;
            },
            _ => true,
            TestContext.Current.CancellationToken);
    }

    private static async Task<string> TicketAsync(BrowserSession browser, string application)
    {
        using var answer = await browser.Http.GetAsync("/sso/ticket?application=" + application);
        Assert.True(answer.Headers.Location is { IsAbsoluteUri: true }, answer.Headers.Location?.ToString());
        return HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["ticket"]!;
    }

    private static async Task<(HttpStatusCode Status, JsonElement Said)> RedeemAsync(IdentityHub hub, ClientCredential client, string? ticket)
    {
        using var http = new HttpClient { BaseAddress = hub.Address };
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["client_id"] = client.ClientId, ["client_secret"] = client.ClientSecret };
        if (ticket is not null)
        {
            fields["ticket"] = ticket;
        }

        using var answer = await http.PostAsync("/sso/ticket/redeem", new FormUrlEncodedContent(fields));
        return (answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }

    private static (HttpStatusCode Status, string Code) Refusal((HttpStatusCode Status, JsonElement Said) answer) => (answer.Status, answer.Said.TryGetProperty("code", out var code) ? code.GetString()! : answer.Said.GetRawText());

    private static string Base64(string text) => Padded(Convert.ToBase64String(Encoding.UTF8.GetBytes(text))).TrimEnd('=');

    private static string Padded(string text) => text.Replace('-', '+').Replace('_', '/').PadRight((text.Length + 3) / 4 * 4, '=');
}
