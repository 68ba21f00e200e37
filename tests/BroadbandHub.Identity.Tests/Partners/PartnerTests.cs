using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tests.Customers;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Partners;

/// <summary>From the application of a partner to its leaving.</summary>
public sealed class PartnerTests
{
    private const string Check = "identity.partner";
    private const string Partners = "/identity/v1/partners";
    private const string Applications = "/identity/v1/partner-applications";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private static object Faxworks => new
    {
        name = "Faxworks", contactName = "Sun Li", contactEmail = "sun@faxworks.example", about = "Fax over the net.", website = "https://faxworks.example/", registrationNumber = "R-1",
        state = "active", id = "ptn_01m82e98hafzx8aeb03hy9p9tt",
    };

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_applies_waits_to_be_admitted_and_then_comes_in_and_keeps_its_data(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var anybody = new HttpClient { BaseAddress = hub.Address };
        var id = (await anybody.AskAsync("POST", Applications, Faxworks, HttpStatusCode.Accepted)).Text("id");
        Assert.NotEqual("ptn_01m82e98hafzx8aeb03hy9p9tt", id);
        Assert.Equal("checking", (await api.AskAsync("GET", $"{Partners}/{id}")).Text("state"));
        Assert.Equal("organisation.name_taken", await anybody.RefusalAsync("POST", Applications, Faxworks));
        Assert.Equal("partner.state_not_allowed", await api.RefusalAsync("POST", $"{Partners}/{id}/state", new { state = "active", reason = "Mine." }));
        Assert.Contains(hub.Approvals.Waiting(Check, id).Facts, f => f.Value == "Fax over the net.");

        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Check, id, approve: true));
        Assert.Equal("active", (await api.AskAsync("GET", $"{Partners}/{id}")).Text("state"));
        using var sun = new BrowserSession(hub);
        var link = new Uri(hub.Mails.LastTo("sun@faxworks.example").Link).PathAndQuery;
        await sun.SubmitAsync(link, "set-password", new() { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password });
        Assert.Equal("/partner", await sun.SignInAsync("sun@faxworks.example", Asking.Password));

        await sun.Http.AskAsync("PUT", "/identity/v1/partner/profile", new { name = "Stolen", registrationNumber = "R-2", state = "left", website = "https://new.example/", contactEmail = "sun@faxworks.example" });
        var known = await sun.Http.AskAsync("GET", "/identity/v1/partner/profile");
        Assert.Equal(("Faxworks", "R-1", "active", "https://new.example/"), (known.Text("name"), known.Text("registrationNumber"), known.Text("state"), known.Text("website")));
        Assert.Contains("/partner/profile?saved=true", await sun.SubmitAsync("/partner/profile", "profile", new() { ["Form.Address"] = "Harbour Road 1", ["Form.Name"] = "Stolen" }), StringComparison.Ordinal);
        Assert.Equal(("Faxworks", "Harbour Road 1"), ((await api.AskAsync("GET", $"{Partners}/{id}")).Text("name"), (await api.AskAsync("GET", $"{Partners}/{id}")).Text("address")));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_is_turned_down_hears_why_and_can_be_looked_at_again(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var id = (await api.AskAsync("POST", Partners, Faxworks, HttpStatusCode.Created)).Text("id");
        var why = "Send the licence." + new string('照', ApprovalDecision.MostComment - 17);
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Check, id, approve: false, why));
        var mail = Assert.Single(hub.Mails.Refusals);
        Assert.Equal(("sun@faxworks.example", "Faxworks", why), (mail.ToAddress, mail.Partner, mail.Reason));
        Assert.Equal(("refused", why), ((await api.AskAsync("GET", $"{Partners}/{id}")).Text("state"), (await api.AskAsync("GET", $"{Partners}/{id}")).Text("stateReason")));

        await api.AskAsync("POST", $"{Partners}/{id}/state", new { state = "checking", reason = "It came." }, HttpStatusCode.NoContent);
        Assert.True(hub.Approvals.IsWaiting(Check, id));
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Check, id, approve: true));
        Assert.Equal(1, (await api.AskAsync("GET", $"/identity/v1/people?partner={id}")).GetProperty("items").GetArrayLength());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_a_suspended_partner_everybody_is_out_at_once_and_its_applications_are_told(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var id = (await api.AskAsync("GET", Partners)).GetProperty("items")[0].Text("id");
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var subscriptions = scope.ServiceProvider.GetRequiredService<IEventSubscriptions>();
            await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                async () =>
                {
                    await subscriptions.SetAsync("some.application", ["PartnerSuspended", "PartnerResumed", "PartnerLeft"], Cancel);
                    return true;
                },
                _ => true,
                Cancel);
        }

        using var zhao = await hub.SignedInAsync("partner@diskworks.example");
        using var quiet = await hub.SignedInAsync("partner@diskworks.example");
        using var boss = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal("partner.bad_reason", await api.RefusalAsync("POST", $"{Partners}/{id}/state", new { state = "suspended" }));
        await api.AskAsync("POST", $"{Partners}/{id}/state", new { state = "suspended", reason = "Bills are unpaid." }, HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await zhao.Http.StatusAsync("GET", "/identity/v1/people"));
        Assert.Contains("suspended or has ended", await zhao.SignInAsync("partner@diskworks.example", IdentityHub.Password), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await boss.StatusAsync("/workspace/people"));

        await api.AskAsync("POST", $"{Partners}/{id}/state", new { state = "active", reason = "Paid." }, HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await quiet.Http.StatusAsync("GET", "/identity/v1/people"));
        using var again = await hub.SignedInAsync("partner@diskworks.example");
        hub.Services.GetRequiredService<TestRunning>().Count = 1;
        Assert.Equal("partner.has_subscriptions", await api.RefusalAsync("POST", $"{Partners}/{id}/state", new { state = "left", reason = "Over." }));
        hub.Services.GetRequiredService<TestRunning>().Count = 0;
        await api.AskAsync("POST", $"{Partners}/{id}/state", new { state = "left", reason = "Over." }, HttpStatusCode.NoContent);
        Assert.Equal("partner.state_not_allowed", await api.RefusalAsync("POST", $"{Partners}/{id}/state", new { state = "active", reason = "Again." }));
        Assert.Equal(HttpStatusCode.Unauthorized, await again.Http.StatusAsync("GET", "/identity/v1/people"));

        var told = await hub.Services.GetRequiredService<IDeliveries>().ListAsync("some.application", null, null, 10, Cancel);
        Assert.Equal(["PartnerLeft", "PartnerResumed", "PartnerSuspended"], told.OrderByDescending(t => t.Id).Select(t => t.EventName));
        Assert.Contains("Bills are unpaid.", told.Single(t => t.EventName == "PartnerSuspended").Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Applications_that_say_too_little_or_come_too_often_are_refused()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var anybody = new HttpClient { BaseAddress = hub.Address };
        foreach (var (field, value, code) in new (string, object?, string)[]
        {
            ("name", " ", "organisation.name_missing"), ("contactName", "", "partner.contact_missing"), ("contactEmail", null, "partner.email_missing"), ("contactEmail", "nobody", "organisation.email_wrong"),
            ("about", null, "partner.about_missing"), ("website", "javascript:alert(1)", "partner.bad_website"), ("website", "faxworks.example", "partner.bad_website"),
            ("address", "a\nb", "partner.bad_address"), ("about", new string('x', 2001), "partner.bad_about"), ("registrationNumber", new string('1', 51), "partner.bad_registration"),
        })
        {
            var body = JsonSerializer.SerializeToNode(Faxworks)!.AsObject();
            body[field] = JsonSerializer.SerializeToNode(value);
            Assert.Equal((field, code), (field, await anybody.RefusalAsync("POST", Applications, body)));
        }

        for (var i = 0; i < 5; i++)
        {
            await anybody.AskAsync("POST", Applications, new { name = "Maker " + i, contactName = "A", contactEmail = "a@b.example", about = "Things." }, HttpStatusCode.Accepted);
        }

        Assert.Equal("partner.too_many_applications", await anybody.RefusalAsync("POST", Applications, Faxworks));
        Assert.Empty(hub.Mails.Sent);
    }

    [Fact]
    public async Task An_address_that_is_somebodys_account_stays_that_persons()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var anybody = new HttpClient { BaseAddress = hub.Address };
        var id = (await anybody.AskAsync("POST", Applications, new { name = "Thief", contactName = "Boss", contactEmail = "boss@acme.example", about = "Nothing." }, HttpStatusCode.Accepted)).Text("id");
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Check, id, approve: true));
        Assert.Empty((await api.AskAsync("GET", $"/identity/v1/people?partner={id}")).GetProperty("items").EnumerateArray());
        using var boss = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal(HttpStatusCode.OK, await boss.StatusAsync("/workspace/people"));
    }
}
