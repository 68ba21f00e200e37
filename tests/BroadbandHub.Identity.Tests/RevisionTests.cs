using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests;

public sealed class RevisionTests
{
    private const string Api = "/identity/v1";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_somebody_else_has_changed_meanwhile_is_not_written_over(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", Api + "/enterprises")).GetProperty("items")[0].Text("id");
        var home = $"{Api}/enterprises/{acme}";
        var department = (await api.AskAsync("POST", Api + "/departments", new { enterpriseId = acme, name = "Sales" }, HttpStatusCode.Created)).Text("id");
        var contact = (await api.AskAsync("POST", home + "/contacts", new { name = "Li Lei" }, HttpStatusCode.Created)).Text("id");
        var line = (await api.AskAsync("POST", home + "/lines", new { number = "L-1", access = "ftth" }, HttpStatusCode.Created)).Text("id");
        var partner = (await api.AskAsync("GET", Api + "/partners")).GetProperty("items")[0].Text("id");
        var boss = await api.IdOfAsync("boss@acme.example");
        var role = (await api.AskAsync("POST", Api + "/roles", new { name = new { en = "Readers" }, audience = "operator", permissions = new[] { "identity.people.read" } }, HttpStatusCode.Created)).Text("key");

        await TwoAsync("department.changed_meanwhile", $"{Api}/departments/{department}", () => InListAsync($"{Api}/departments?enterprise={acme}", department), (n, revision) => new { name = "Sales " + n, revision }, "name");
        await TwoAsync("contact.changed_meanwhile", $"{home}/contacts/{contact}", () => InListAsync(home + "/contacts", contact), (n, revision) => new { name = "Li Lei " + n, revision }, "name");
        await TwoAsync("line.changed_meanwhile", $"{home}/lines/{line}", () => InListAsync(home + "/lines", line), (n, revision) => new { number = "L-" + n, access = "cable", revision }, "number");
        await TwoAsync("partner.changed_meanwhile", $"{Api}/partners/{partner}", () => api.AskAsync("GET", $"{Api}/partners/{partner}"), (n, revision) => new { name = "Diskworks " + n, revision }, "name");
        await TwoAsync("person.changed_meanwhile", $"{Api}/people/{boss}", () => api.AskAsync("GET", $"{Api}/people/{boss}"), (n, revision) => new { name = "Wang Fang " + n, revision }, "name");
        await TwoAsync("role.changed_meanwhile", $"{Api}/roles/{role}", () => InListAsync(Api + "/roles", role, "key"), (n, revision) => new { name = new { en = "Readers " + n }, audience = "operator", permissions = new[] { "identity.people.read" }, revision }, "name");
        var roles = (await api.AskAsync("GET", $"{Api}/people/{boss}")).Text("rolesRevision");
        await api.AskAsync("PUT", $"{Api}/people/{boss}/roles", new { roles = new[] { "enterprise.administrator", "enterprise.employee" }, revision = roles });
        Assert.Equal("person.changed_meanwhile", await api.RefusalAsync("PUT", $"{Api}/people/{boss}/roles", new { roles = new[] { "enterprise.employee" }, revision = roles }));

        async Task TwoAsync(string code, string path, Func<Task<JsonElement>> read, Func<string, string?, object> body, string field)
        {
            var both = (await read()).Text("revision");
            await api.AskAsync("PUT", path, body("first", both));
            Assert.Equal(code, await api.RefusalAsync("PUT", path, body("second", both)));
            var now = await read();
            Assert.Contains("first", now.GetProperty(field).GetRawText(), StringComparison.Ordinal);
            await api.AskAsync("PUT", path, body("third", now.Text("revision")));
            await api.AskAsync("PUT", path, body("fourth", null));
            Assert.Contains("fourth", (await read()).GetProperty(field).GetRawText(), StringComparison.Ordinal);
        }

        async Task<JsonElement> InListAsync(string path, string id, string key = "id") => (await api.AskAsync("GET", path)).GetProperty("items").EnumerateArray().Single(i => i.Text(key) == id);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_form_that_was_open_meanwhile_says_so_and_keeps_what_was_typed(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", Api + "/enterprises")).GetProperty("items")[0].Text("id");
        var home = $"{Api}/enterprises/{acme}";
        var department = (await api.AskAsync("POST", Api + "/departments", new { enterpriseId = acme, name = "Sales" }, HttpStatusCode.Created)).Text("id");
        var contact = (await api.AskAsync("POST", home + "/contacts", new { name = "Li Lei" }, HttpStatusCode.Created)).Text("id");
        var line = (await api.AskAsync("POST", home + "/lines", new { number = "L-1", access = "ftth" }, HttpStatusCode.Created)).Text("id");
        var partner = (await api.AskAsync("GET", Api + "/partners")).GetProperty("items")[0].Text("id");
        var boss = await api.IdOfAsync("boss@acme.example");
        var role = (await api.AskAsync("POST", Api + "/roles", new { name = new { en = "Readers" }, audience = "operator", permissions = new[] { "identity.people.read" } }, HttpStatusCode.Created)).Text("key");
        using var admin = await hub.SignedInAsync("admin@hub.example");
        using var own = await hub.SignedInAsync("partner@diskworks.example");
        foreach (var (browser, path, form, field, other) in new[]
        {
            (admin, $"/console/enterprises/{acme}/departments/{department}", "department", "Form.Name", ("Form.CostCentre", "7")),
            (admin, $"/console/enterprises/{acme}/contacts/{contact}", "contact", "Form.Name", ("Form.Role", "Buyer")), (admin, $"/console/enterprises/{acme}/lines/{line}", "line", "Form.Number", ("Form.Access", "Ftth")),
            (admin, $"/console/partners/{partner}/edit", "partner", "Form.Address", ("Form.Name", "Diskworks")), (own, "/partner/profile", "profile", "Form.Address", ("Form.About", "Disks")),
            (admin, "/console/people/" + boss, "employment", "Form.Name", ("Form.JoinedOn", "2020-01-01")), (admin, "/console/roles/" + role, "role", "Form.NameEn", ("Form.Permissions", "identity.people.read")),
        })
        {
            var open = await browser.ReadAsync(path);
            Assert.StartsWith("/", await browser.SubmitPageAsync(path, open, form, new() { [field] = "Changed first" }, other), StringComparison.Ordinal);
            var late = await browser.SubmitPageAsync(path, open, form, new() { [field] = "Typed in vain" }, other);
            Assert.Contains("Somebody else has changed this since you opened it", late, StringComparison.Ordinal);
            Assert.Contains("Typed in vain", late, StringComparison.Ordinal);
            Assert.Contains("Changed first", await browser.ReadAsync(path), StringComparison.Ordinal);
            Assert.StartsWith("/", await browser.SubmitAsync(path, form, new() { [field] = "Changed again" }, other), StringComparison.Ordinal);
        }

        var roles = await admin.ReadAsync("/console/people/" + boss);
        Assert.StartsWith("/", await admin.SubmitPageAsync("/console/people/" + boss, roles, "roles", null, ("Form.Roles", "enterprise.employee"), ("Form.Roles", "enterprise.administrator")), StringComparison.Ordinal);
        Assert.Contains("Somebody else has changed this", await admin.SubmitPageAsync("/console/people/" + boss, roles, "roles", null, ("Form.Roles", "enterprise.administrator")), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_those_who_save_a_role_at_the_same_moment_one_does(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var role = (await api.AskAsync("POST", Api + "/roles", new { name = new { en = "Readers" }, audience = "operator", permissions = new[] { "identity.people.read" } }, HttpStatusCode.Created)).Text("key");
        var revision = (await api.AskAsync("GET", Api + "/roles")).GetProperty("items").EnumerateArray().Single(r => r.Text("key") == role).Text("revision");
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => api.StatusAsync("PUT", $"{Api}/roles/{role}", new
        {
            name = new { en = "Readers" + i }, permissions = new[] { "identity.people.read", "identity.organisations.read", "identity.log.read" }, audience = "operator", revision,
        })));
        Assert.Equal([HttpStatusCode.OK, .. Enumerable.Repeat(HttpStatusCode.Conflict, 5)], answers.Order());
    }
}
