using System.Net;
using BroadbandHub.Identity.PasswordResets;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class ForgottenPasswordTests
{
    private const string Boss = "boss@acme.example";
    private const string Sent = "/sign-in/forgotten?sent=true";
    private static readonly Dictionary<string, string> Wanted = new() { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password };

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_link_by_mail_changes_the_password_once_and_asking_changes_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var signedIn = await hub.SignedInAsync(Boss);
        using var browser = new BrowserSession(hub);
        Assert.Contains("/sign-in/forgotten", await browser.ReadAsync("/sign-in"), StringComparison.Ordinal);

        Assert.Equal(Sent, await AskAsync(browser, "BOSS@acme.example "));
        Assert.Equal(Sent, await AskAsync(browser, Boss));
        Assert.Equal(Sent, await AskAsync(browser, "nobody@acme.example"));
        await SendAsync(hub);

        Assert.All(hub.Mails.Sent, m => Assert.Equal(Boss, m.ToAddress));
        Assert.Equal(2, hub.Mails.Sent.Count);
        Assert.Equal(HttpStatusCode.OK, await signedIn.StatusAsync("/workspace"));
        var (first, second) = (new Uri(hub.Mails.Sent[0].Link), new Uri(hub.Mails.Sent[1].Link));
        Assert.Equal(hub.Address.Authority, second.Authority);
        Assert.Equal("/sign-in?password=set", await browser.SubmitAsync(second.PathAndQuery, "set-password", Wanted));
        Assert.Contains("has been used", await browser.SubmitAsync(second.PathAndQuery, "set-password", Wanted), StringComparison.Ordinal);
        Assert.Contains("has been used", await browser.SubmitAsync(first.PathAndQuery, "set-password", Wanted), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await signedIn.StatusAsync("/workspace"));
        Assert.Equal("/workspace", await browser.SignInAsync(Boss, Asking.Password));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Known_and_unknown_addresses_leave_the_same_and_hear_the_same(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        await api.AskAsync("POST", $"/identity/v1/people/{await api.IdOfAsync(Boss)}/suspend");
        using var browser = new BrowserSession(hub);
        Assert.Equal(await AskAsync(browser, "admin@hub.example"), await AskAsync(browser, "nobody@acme.example"));
        Assert.Equal(Sent, await AskAsync(browser, Boss));
        await SendAsync(hub);

        Assert.Equal(3, (await RowsAsync(hub)).Count);

        Assert.Equal(["admin@hub.example"], hub.Mails.Sent.Select(m => m.ToAddress));
        Assert.All(await RowsAsync(hub), r => Assert.Equal((null, false, true), (r.Address, r.IsWaiting, r.IsCounted)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Requests_that_come_together_count_one_after_the_other(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var browser = new BrowserSession(hub);
            Assert.Equal(Sent, await AskAsync(browser, Boss));
        }));
        await SendAsync(hub);
        Assert.Equal(AskForPassword.MostPerAddress, hub.Mails.Sent.Count);

        using var caller = new BrowserSession(hub);
        for (var more = 8; more < AskForPassword.MostPerCaller; more++)
        {
            Assert.Equal(Sent, await AskAsync(caller, $"a{more}@acme.example"));
        }

        Assert.Contains("Too many requests", await AskAsync(caller, "admin@hub.example"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_request_that_is_found_after_later_ones_counts_with_them(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var browser = new BrowserSession(hub);
        for (var i = 0; i < AskForPassword.MostPerAddress; i++)
        {
            await AskAsync(browser, Boss);
        }

        await SendAsync(hub);
        var earlier = (await RowsAsync(hub)).Min(r => r.RequestedAt) - TimeSpan.FromSeconds(1);
        var key = (await RowsAsync(hub))[0].AddressKey;
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
            db.PasswordRequests.Add(new() { Id = Guid.CreateVersion7(earlier), Address = Boss, AddressKey = key, CallerKey = "another", Language = "en", Root = hub.Address.ToString().TrimEnd('/'), RequestedAt = earlier });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal(Sent, await AskAsync(browser, "nobody@acme.example"));
        await SendAsync(hub);
        Assert.Equal(AskForPassword.MostPerAddress, hub.Mails.Sent.Count);
    }

    [Fact]
    public async Task A_made_up_host_gets_into_no_mail()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var browser = new BrowserSession(hub);
        browser.Http.DefaultRequestHeaders.Host = "evil.example";
        Assert.Equal(Sent, await AskAsync(browser, Boss));
        await SendAsync(hub);
        Assert.Empty(hub.Mails.Sent);

        using var boss = await hub.SignedInAsync(Boss);
        boss.Http.DefaultRequestHeaders.Host = "evil.example";
        Assert.Equal("invitation.no_public_url", await boss.Http.RefusalAsync("POST", "/identity/v1/people", new { name = "Mei", email = "mei@acme.example" }));
        Assert.Empty(hub.Mails.Sent);
    }

    private static Task<string> AskAsync(BrowserSession browser, string email) => browser.SubmitAsync("/sign-in/forgotten", "forgotten", new() { ["Form.Email"] = email });

    private static async Task SendAsync(IdentityHub hub) => await Eventually.IsTrueAsync(async () => (await RowsAsync(hub)).TrueForAll(r => !r.IsWaiting), "all requests for new passwords are dealt with");

    private static async Task<List<PasswordRequest>> RowsAsync(IdentityHub hub)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IdentityDb>().PasswordRequests.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
    }
}
