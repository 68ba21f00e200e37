using System.Net;
using BroadbandHub.Identity.People;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.People;

public sealed class EmployeeTests
{
    private const string Boss = "boss@acme.example";
    private const string Mei = "mei@acme.example";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_enterprise_s_administrator_invites_by_mail_and_shuts_out_at_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync(Boss);
        var page = await boss.SubmitAsync("/workspace/people/new", "new-person", new() { ["Form.Name"] = "Mei", ["Form.Email"] = Mei, ["Form.Roles"] = "enterprise.employee", ["Form.JoinedOn"] = "2026-01-05" });
        Assert.Contains("Mei has been invited", page, StringComparison.Ordinal);
        var mail = hub.Mails.LastTo(Mei);
        Assert.Equal("Acme Trading", mail.Organisation);
        Assert.DoesNotContain(new Uri(mail.Link).Query, page, StringComparison.Ordinal);
        var id = await boss.Http.IdOfAsync(Mei);

        // Again at once is too soon; later the newest link alone works.
        Assert.Equal("invitation.just_sent", await boss.Http.RefusalAsync("POST", $"/identity/v1/people/{id}/invitation"));
        await InvitedEarlierAsync(hub, id);
        await boss.Http.AskAsync("POST", $"/identity/v1/people/{id}/invitation", status: HttpStatusCode.NoContent);
        using var mei = new BrowserSession(hub);
        var typed = new Dictionary<string, string> { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password };
        Assert.Contains("has been used, replaced", await mei.SubmitAsync(new Uri(mail.Link).PathAndQuery, "set-password", typed), StringComparison.Ordinal);
        var link = new Uri(hub.Mails.LastTo(Mei).Link).PathAndQuery;
        Assert.Equal("/sign-in?password=set", await mei.SubmitAsync(link, "set-password", typed));
        Assert.Contains("has been used, replaced", await mei.SubmitAsync(link, "set-password", typed), StringComparison.Ordinal);
        Assert.Equal("invitation.accepted", await boss.Http.RefusalAsync("DELETE", $"/identity/v1/people/{id}/invitation"));

        Assert.Equal("/workspace", await mei.SignInAsync(Mei, Asking.Password));
        Assert.Equal(HttpStatusCode.Forbidden, await mei.StatusAsync("/workspace/people"));
        Assert.Equal($"/workspace/people/{id}?done=suspended", await boss.SubmitAsync($"/workspace/people/{id}", "suspend"));
        Assert.Equal(HttpStatusCode.Redirect, await mei.StatusAsync("/workspace"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_withdrawn_invitation_leaves_nothing_and_its_address_is_free(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync(Boss);
        var made = await boss.Http.AskAsync("POST", "/identity/v1/people", new { name = "Mei", email = Mei, roles = new[] { "enterprise.employee" } }, HttpStatusCode.Created);
        Assert.Null(made.GetProperty("passwordLink").GetString());
        var id = made.Text("id");
        var department = (await boss.Http.AskAsync("POST", "/identity/v1/departments", new { name = "Sales", headId = id }, HttpStatusCode.Created)).Text("id");

        Assert.Equal("/workspace/people?done=withdrawn", await boss.SubmitAsync($"/workspace/people/{id}", "withdraw"));

        Assert.Equal("person.not_found", await boss.Http.RefusalAsync("GET", $"/identity/v1/people/{id}"));
        Assert.Contains(PersonId.Parse(id), hub.Services.GetRequiredService<TestLeavers>().Gone);
        Assert.Equal("null", (await boss.Http.AskAsync("GET", "/identity/v1/departments")).GetProperty("items")[0].GetProperty("headId").GetRawText());
        Assert.Equal(department, (await boss.Http.AskAsync("GET", "/identity/v1/departments")).GetProperty("items")[0].Text("id"));
        using var mei = new BrowserSession(hub);
        Assert.Contains("has been used, replaced", await mei.SubmitAsync(new Uri(hub.Mails.LastTo(Mei).Link).PathAndQuery, "set-password", new() { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password }), StringComparison.Ordinal);
        await boss.Http.AskAsync("POST", "/identity/v1/people", new { name = "Mei", email = Mei }, HttpStatusCode.Created);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_account_is_closed_on_the_day_after_the_last_one(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var boss = await hub.SignedInAsync(Boss);
        var enterprise = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        using var mei = await hub.JoinAsync(api, new { name = "Mei", email = Mei, enterpriseId = enterprise }, Mei);
        var id = await boss.Http.IdOfAsync(Mei);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai")).DateTime);

        await boss.Http.AskAsync("PUT", $"/identity/v1/people/{id}", new { name = "Mei", leavesOn = today.ToString("O") }, HttpStatusCode.NoContent);
        await CloseAsync(hub);
        Assert.Equal(HttpStatusCode.OK, await mei.StatusAsync("/workspace"));

        await boss.Http.AskAsync("PUT", $"/identity/v1/people/{id}", new { name = "Mei", leavesOn = today.AddDays(-1).ToString("O") }, HttpStatusCode.NoContent);
        await CloseAsync(hub);
        Assert.Equal(HttpStatusCode.Redirect, await mei.StatusAsync("/workspace"));
        Assert.Contains(PersonId.Parse(id), hub.Services.GetRequiredService<TestLeavers>().Gone);

        // Letting such a person in again says why not, until the last day is another one; then leaving begins anew.
        Assert.Equal("person.last_day_over", await boss.Http.RefusalAsync("POST", $"/identity/v1/people/{id}/resume"));
        await boss.Http.AskAsync("PUT", $"/identity/v1/people/{id}", new { name = "Mei" }, HttpStatusCode.NoContent);
        await boss.Http.AskAsync("POST", $"/identity/v1/people/{id}/resume", status: HttpStatusCode.NoContent);
        await CloseAsync(hub);
        using var again = await hub.SignedInAsync(Mei, Asking.Password);
        Assert.Equal(HttpStatusCode.OK, await again.StatusAsync("/workspace"));

        // What somebody held who was shut out before the last day becomes free on it, and only once.
        var gone = hub.Services.GetRequiredService<TestLeavers>().Gone;
        gone.Clear();
        await boss.Http.AskAsync("POST", $"/identity/v1/people/{id}/suspend", status: HttpStatusCode.NoContent);
        await boss.Http.AskAsync("PUT", $"/identity/v1/people/{id}", new { name = "Mei", leavesOn = today.AddDays(-1).ToString("O") }, HttpStatusCode.NoContent);
        await CloseAsync(hub);
        await CloseAsync(hub);
        Assert.Equal(PersonId.Parse(id), Assert.Single(gone));
        Assert.Equal(2, (await api.AskAsync("GET", $"/identity/v1/administration-log?kind=identity.person.left&subject={id}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Nobody_in_an_enterprise_gives_or_touches_more_than_he_has()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var enterprise = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        var role = (await api.AskAsync(
            "POST", "/identity/v1/roles", new { name = new { en = "Staff office" }, audience = "enterprise", permissions = new[] { "identity.people.read", "identity.people.manage" } }, HttpStatusCode.Created)).Text("key");
        using var office = await hub.JoinAsync(api, new { name = "Office", email = "office@acme.example", enterpriseId = enterprise, roles = new[] { role } }, "office@acme.example");
        var (self, boss) = (await office.Http.IdOfAsync("office@acme.example"), await office.Http.IdOfAsync(Boss));

        Assert.Equal("role.beyond_own", await office.Http.RefusalAsync("PUT", $"/identity/v1/people/{self}/roles", new { roles = new[] { role, "enterprise.administrator" } }));
        Assert.Equal("role.beyond_own", await office.Http.RefusalAsync("POST", "/identity/v1/people", new { name = "A", email = "a@acme.example", roles = new[] { "enterprise.administrator" } }));
        Assert.Equal("role.unknown", await office.Http.RefusalAsync("POST", "/identity/v1/people", new { name = "A", email = "a@acme.example", roles = new[] { "operator.administrator" } }));
        Assert.Equal("person.beyond_own", await office.Http.RefusalAsync("POST", $"/identity/v1/people/{boss}/suspend"));
        Assert.Equal("password_link.by_mail_only", await office.Http.RefusalAsync("POST", $"/identity/v1/people/{self}/password-link"));
        Assert.Equal(HttpStatusCode.Forbidden, await office.Http.StatusAsync("POST", "/identity/v1/departments", new { name = "A" }));

        // Whatever is asked for, it becomes a colleague: never operator staff.
        await office.Http.AskAsync("POST", "/identity/v1/people", new { name = "A", email = "a@acme.example", invite = false, roles = new[] { role } }, HttpStatusCode.Created);
        Assert.Equal(enterprise, (await api.AskAsync("GET", "/identity/v1/people/" + await api.IdOfAsync("a@acme.example"))).Text("enterpriseId"));
    }

    [Theory]
    [InlineData("""{"name":"A","email":"a@unreachable.test"}""", "person.email_wrong")]
    [InlineData("""{"name":"A","email":"a@b.test","enterpriseId":"ent_01m82e98hafzx8aeb03hy9p9tt"}""", "person.unknown_enterprise")]
    [InlineData("""{"name":"A","email":"a@b.test","departmentId":"dept_01m82e98hafzx8aeb03hy9p9tt"}""", "person.unknown_department")]
    [InlineData("""{"name":"A","email":"a@b.test","joinedOn":"2026-02-01","leavesOn":"2026-01-31"}""", "person.leaves_before_joining")]
    [InlineData("""{"name":"A","email":"a@b.test","joinedOn":"0001-01-01"}""", "person.bad_date")]
    public async Task A_refused_invitation_makes_nobody_and_sends_nothing(string json, string code)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync(Boss);
        using var body = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var answer = await boss.Http.PostAsync("/identity/v1/people", body);
        Assert.Contains(code, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single((await boss.Http.AskAsync("GET", "/identity/v1/people")).GetProperty("items").EnumerateArray());
        Assert.Empty(hub.Mails.Sent);
    }

    private static async Task InvitedEarlierAsync(IdentityHub hub, string id)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        await db.People.Where(p => p.Id == PersonId.Parse(id, null).Value)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.InvitedAt, TimeProvider.System.GetUtcNow() - Invitations.Pause));
    }

    private static async Task CloseAsync(IdentityHub hub)
    {
        await using var scope = hub.Services.CreateAsyncScope();
        await ActivatorUtilities.CreateInstance<Leaving>(scope.ServiceProvider).RunAsync(TestContext.Current.CancellationToken);
    }
}
