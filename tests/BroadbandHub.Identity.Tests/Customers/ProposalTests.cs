using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class ProposalTests
{
    private const string Enterprises = "/identity/v1/enterprises";
    private const string Profile = "/identity/v1/profile";
    private const string Proposals = Profile + "/proposals";
    private const string Kind = "identity.proposal";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_an_enterprise_proposes_counts_when_the_operator_accepts_it_exactly_so(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var acme = $"{Enterprises}/{(await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id")}";
        var me = await api.IdOfAsync("clerk@hub.example");
        await api.AskAsync("PUT", acme, new { name = "Acme Trading", registrationNumber = "91310000MA1K35X89A", creditClass = "b", tags = new[] { "watch" }, number = "A-1" }, HttpStatusCode.NoContent);
        await api.AskAsync("PUT", acme + "/manager", new { managerId = me }, HttpStatusCode.NoContent);

        var seen = await boss.Http.AskAsync("GET", Profile);
        Assert.Equal(("Acme Trading", "Chen Jing", "clerk@hub.example"), (seen.Text("name"), seen.GetProperty("clientManager").Text("name"), seen.GetProperty("clientManager").Text("email")));
        Assert.DoesNotContain("watch", seen.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("credit", seen.GetRawText(), StringComparison.OrdinalIgnoreCase);

        // What is the operator's cannot be slipped in.
        var id = (await boss.Http.AskAsync("POST", Proposals, new
        {
            name = "Acme Retail", registrationNumber = "9133 0100 7996 5505 8B", legalRepresentative = "Wang Fang", industry = "f", state = "closed", creditClass = "a", managerId = me, tags = new[] { "good" },
            number = "B-2", enterpriseId = "ent_00000000000000000000000001", confirmed = true,
        }, HttpStatusCode.Created)).Text("id");
        var asked = hub.Approvals.Waiting(Kind, id);
        Assert.Equal(
            ["Name: Acme Trading → Acme Retail", "Licence number: 91310000MA1K35X89A → 91330100799655058B", "Legal representative: Wang Fang", "Industry: Wholesale and retail / 批发和零售业"],
            asked.Facts.Select(f => $"{f.Label.English}: {f.Value}"));
        Assert.Equal("Acme Trading", (await api.AskAsync("GET", acme)).Text("name"));
        Assert.Equal("proposal.waiting", await boss.Http.RefusalAsync("POST", Proposals, new { name = "Acme Other" }));

        Assert.Null(await DecideAsync(hub, id, ApprovalVerdict.Approved));
        var now = await api.AskAsync("GET", acme);
        Assert.Equal(("Acme Retail", "91330100799655058B", "Wang Fang", "f"), (now.Text("name"), now.Text("registrationNumber"), now.Text("legalRepresentative"), now.Text("industry")));
        Assert.Equal(("b", "active", "A-1", me), (now.Text("creditClass"), now.Text("state"), now.Text("number"), now.Text("managerId")));
        Assert.Equal(["watch"], now.GetProperty("tags").EnumerateArray().Select(t => t.GetString()));
        Assert.Equal("accepted", (await boss.Http.AskAsync("GET", Proposals)).GetProperty("items")[0].Text("state"));
        Assert.Equal("proposal.not_open", (await DecideAsync(hub, id, ApprovalVerdict.Approved))?.Code);
        Assert.Equal("proposal.not_open", await boss.Http.RefusalAsync("DELETE", $"{Proposals}/{id}"));
        var kinds = (await api.AskAsync("GET", "/identity/v1/log")).GetProperty("items").EnumerateArray().Select(i => i.Text("kind")).ToList();
        Assert.Contains("identity.proposal.made", kinds);
        Assert.Equal(2, kinds.Count(k => k == "identity.enterprise.changed"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_refusal_says_why_and_what_has_changed_meanwhile_is_not_overwritten(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var acme = $"{Enterprises}/{(await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id")}";
        await api.AskAsync("POST", Enterprises, new { name = "Somebody Else", registrationNumber = "91330100799655058B" }, HttpStatusCode.Created);

        // An enterprise does not learn who else is a customer: only the decision finds out.
        var twin = (await boss.Http.AskAsync("POST", Proposals, new { name = "somebody else", registrationNumber = "91330100799655058B" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("organisation.name_taken", (await DecideAsync(hub, twin, ApprovalVerdict.Approved))?.Code);
        Assert.Null(await DecideAsync(hub, twin, ApprovalVerdict.Rejected, "That is another firm." + new string('是', ApprovalDecision.MostComment - 21)));
        Assert.Contains("That is another firm.", await boss.ReadAsync("/workspace/enterprise/proposals"), StringComparison.Ordinal);
        Assert.Equal("Acme Trading", (await api.AskAsync("GET", acme)).Text("name"));

        var late = (await boss.Http.AskAsync("POST", Proposals, new { name = "Acme Retail", registrationNumber = "91310000MA1K35X89A" }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("PUT", acme, new { name = "Acme Holding" }, HttpStatusCode.NoContent);
        Assert.Equal("proposal.outdated", (await DecideAsync(hub, late, ApprovalVerdict.Approved))?.Code);
        Assert.Equal("Acme Holding", (await api.AskAsync("GET", acme)).Text("name"));
        await boss.Http.AskAsync("DELETE", $"{Proposals}/{late}", status: HttpStatusCode.NoContent);
        Assert.False(hub.Approvals.IsWaiting(Kind, late));
        Assert.Equal("withdrawn", (await boss.Http.AskAsync("GET", Proposals + "?state=withdrawn")).GetProperty("items")[0].Text("state"));

        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = "Acme Holding" }, "proposal.nothing"), (new { name = " " }, "organisation.name_missing"), (new { name = "A", registrationNumber = "91330100799655058C" }, "customer.bad_licence"),
            (new { name = "A", industry = "zz" }, "input.malformed"), (new { name = "A", legalRepresentative = new string('x', 101) }, "customer.bad_representative"),
        })
        {
            Assert.Equal(code, await boss.Http.RefusalAsync("POST", Proposals, body));
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Contacts_are_proposed_changed_and_removed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var first = (await boss.Http.AskAsync("GET", Profile + "/contacts")).GetProperty("items")[0];
        Assert.Equal("/workspace/enterprise/proposals?done=proposed", await boss.SubmitAsync("/workspace/enterprise/contacts/new", "contact", new() { ["Form.Name"] = "Sun Li", ["Form.Role"] = "Finance", ["Form.IsMain"] = "true" }));
        var added = (await boss.Http.AskAsync("GET", Proposals)).GetProperty("items")[0].Text("id");
        Assert.Null(await DecideAsync(hub, added, ApprovalVerdict.Approved));
        Assert.Equal([("Sun Li", true), ("Wang Fang", false)], await ContactsAsync(boss.Http));

        var change = (await boss.Http.AskAsync("POST", Proposals + "/contacts", new { contactId = first.Text("id"), name = "Wang Fang", phone = "1" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("proposal.waiting", await boss.Http.RefusalAsync("POST", Proposals + "/contacts", new { contactId = first.Text("id"), remove = true }));
        Assert.Equal("proposal.nothing", await boss.Http.RefusalAsync("POST", Proposals + "/contacts", new { contactId = (await boss.Http.AskAsync("GET", Profile + "/contacts?search=sun")).GetProperty("items")[0].Text("id"), name = "Sun Li", role = "Finance" }));
        Assert.Null(await DecideAsync(hub, change, ApprovalVerdict.Approved));
        var changed = (await boss.Http.AskAsync("GET", Profile + "/contacts?search=wang")).GetProperty("items")[0];
        Assert.Equal(("1", JsonValueKind.Null, false), (changed.Text("phone"), changed.GetProperty("email").ValueKind, changed.GetProperty("isMain").GetBoolean()));

        var removal = (await boss.Http.AskAsync("POST", Proposals + "/contacts", new { contactId = first.Text("id"), remove = true }, HttpStatusCode.Created)).Text("id");
        Assert.Null(await DecideAsync(hub, removal, ApprovalVerdict.Approved));
        Assert.Equal([("Sun Li", true)], await ContactsAsync(boss.Http));
    }

    [Fact]
    public async Task Nobody_proposes_for_others_or_sees_what_they_proposed()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var other = (await api.AskAsync("POST", Enterprises, new { name = "Other" }, HttpStatusCode.Created)).Text("id");
        var theirs = (await api.AskAsync("POST", $"{Enterprises}/{other}/contacts", new { name = "Theirs" }, HttpStatusCode.Created)).Text("id");
        using var stranger = await hub.JoinAsync(api, new { name = "Stranger", email = "boss@other.example", enterpriseId = other, roles = new[] { "enterprise.administrator" } }, "boss@other.example");
        var own = (await stranger.Http.AskAsync("POST", Proposals, new { name = "Other Ltd" }, HttpStatusCode.Created)).Text("id");

        Assert.Equal("contact.not_found", await boss.Http.RefusalAsync("POST", Proposals + "/contacts", new { contactId = theirs, name = "Mine" }));
        Assert.Equal("contact.not_found", await boss.Http.RefusalAsync("POST", Proposals + "/contacts", new { contactId = theirs, remove = true }));
        Assert.Equal("proposal.not_found", await boss.Http.RefusalAsync("DELETE", $"{Proposals}/{own}"));
        Assert.Equal(HttpStatusCode.NotFound, await boss.StatusAsync("/workspace/enterprise/contacts/" + theirs));
        Assert.Empty((await boss.Http.AskAsync("GET", Proposals)).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("Theirs", await boss.ReadAsync("/workspace/enterprise/contacts"), StringComparison.Ordinal);
        Assert.True(hub.Approvals.IsWaiting(Kind, own));

        // The operator proposes nothing to itself, and an employee without the permission neither sees nor asks.
        using var admin = await hub.SignedInAsync("admin@hub.example");
        Assert.Equal(HttpStatusCode.Forbidden, await admin.Http.StatusAsync("POST", Proposals, new { name = "X" }));
        Assert.Equal(HttpStatusCode.Forbidden, await api.StatusAsync("POST", Proposals, new { name = "X" }));
        using var partner = await hub.SignedInAsync("partner@diskworks.example");
        Assert.Equal(HttpStatusCode.Forbidden, await partner.Http.StatusAsync("GET", Profile));
        using var employee = await hub.JoinAsync(api, new { name = "E", email = "e@other.example", enterpriseId = other, roles = new[] { "enterprise.employee" } }, "e@other.example");
        Assert.Equal(HttpStatusCode.Forbidden, await employee.Http.StatusAsync("POST", Proposals, new { name = "X" }));
        Assert.Equal(HttpStatusCode.Forbidden, await employee.StatusAsync("/workspace/enterprise/propose"));
        Assert.Equal(Audience.Operator, Identity.Customers.Proposals.ProposalDesk.Definition.Audience);
    }

    [Fact]
    public async Task An_inbox_is_not_flooded()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        for (var i = 0; i < 20; i++)
        {
            await boss.Http.AskAsync("POST", Proposals + "/contacts", new { name = $"Contact {i}" }, HttpStatusCode.Created);
        }

        Assert.Equal("proposal.too_many", await boss.Http.RefusalAsync("POST", Proposals + "/contacts", new { name = "One more" }));
    }

    // The effect alone: a test decides again what the inbox would not offer any more.
    private static async Task<HubError?> DecideAsync(IdentityHub hub, string subject, ApprovalVerdict verdict, string? comment = null)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var effect = scope.ServiceProvider.GetServices<IApprovalEffect>().Single(e => e.Kind == Kind);
        var decision = new ApprovalDecision(TaskId.New(TimeProvider.System), subject, verdict, PersonId.New(TimeProvider.System), comment);
        return await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
            () => effect.DecideAsync(decision, TestContext.Current.CancellationToken), refused => refused is null, TestContext.Current.CancellationToken);
    }

    private static async Task<IEnumerable<(string, bool)>> ContactsAsync(HttpClient boss) =>
        [.. (await boss.AskAsync("GET", Profile + "/contacts")).GetProperty("items").EnumerateArray().Select(c => (c.Text("name"), c.GetProperty("isMain").GetBoolean()))];
}
