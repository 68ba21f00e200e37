using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Tests.Certificates;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Grants;

/// <summary>Four eyes for the permissions of operator staff, where the operator wants them.</summary>
public sealed class GrantTests
{
    private const string Kind = "identity.grant";
    private static readonly Dictionary<string, string?> FourEyes = new() { ["Hub:GrantsNeedSecondPerson"] = "true" };

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_somebody_gives_waits_for_a_second_person_and_what_is_taken_is_gone_at_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, settings: FourEyes);
        using var api = await hub.OperatorClientAsync();
        using var admin = await hub.SignedInAsync("admin@hub.example");
        var made = await api.AskAsync("POST", "/identity/v1/people", new { name = "Li", email = "li@hub.example", roles = new[] { "operator.clerk" } }, HttpStatusCode.Created);
        var li = made.Text("id");
        Assert.Equal("operator.clerk", made.GetProperty("wait")[0].GetString());
        Assert.Empty(await RolesAsync(api, li));
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Kind, li, approve: true));
        Assert.Equal(["operator.clerk"], await RolesAsync(api, li));

        var asked = await admin.Http.AskAsync("PUT", $"/identity/v1/people/{li}/roles", new { roles = new[] { "operator.administrator" } }, HttpStatusCode.Accepted);
        Assert.Equal("operator.administrator", asked.GetProperty("wait")[0].GetString());
        Assert.Empty(await RolesAsync(api, li));
        Assert.Contains("wait for a second person", await admin.ReadAsync("/console/people/" + li), StringComparison.Ordinal);
        var refused = await hub.Approvals.DecideAsync(hub.Services, Kind, li, approve: true, decider: "operator.clerk");
        Assert.Equal("role.beyond_own", refused?.Code);
        Assert.Empty(await RolesAsync(api, li));

        await admin.Http.AskAsync("PUT", $"/identity/v1/people/{li}/roles", new { roles = new[] { "operator.administrator" } }, HttpStatusCode.Accepted);
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Kind, li, approve: false, "Not needed."));
        Assert.Empty(await RolesAsync(api, li));
        await admin.Http.AskAsync("PUT", $"/identity/v1/people/{li}/roles", new { roles = new[] { "operator.clerk" } }, HttpStatusCode.Accepted);
        await admin.Http.AskAsync("PUT", $"/identity/v1/people/{li}/roles", new { roles = Array.Empty<string>() }, HttpStatusCode.NoContent);
        Assert.False(hub.Approvals.IsWaiting(Kind, li));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task More_permissions_for_a_role_wait_and_fewer_do_not(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, settings: FourEyes);
        using var api = await hub.OperatorClientAsync();
        var made = await api.AskAsync("POST", "/identity/v1/roles", Role("billing.bills.read", "identity.people.read"), HttpStatusCode.Created);
        var key = made.Text("key");
        Assert.Empty(await PermissionsAsync(api, key));
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Kind, key, approve: true));
        Assert.Equal(["billing.bills.read", "identity.people.read"], await PermissionsAsync(api, key));
        await api.AskAsync("PUT", "/identity/v1/roles/" + key, Role("billing.bills.read", "billing.runs.approve"));
        Assert.Equal(["billing.bills.read"], await PermissionsAsync(api, key));
        Assert.Equal("role.beyond_own", (await hub.Approvals.DecideAsync(hub.Services, Kind, key, approve: true, decider: "operator.clerk"))?.Code);
        await api.AskAsync("PUT", "/identity/v1/roles/" + key, Role("billing.bills.read", "billing.runs.approve"));
        await api.AskAsync("DELETE", "/identity/v1/roles/" + key);
        Assert.False(hub.Approvals.IsWaiting(Kind, key));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_an_API_client_may_waits_too_and_until_then_it_may_nothing(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, settings: FourEyes);
        using var api = await hub.OperatorClientAsync();
        var (id, secret) = await MakeAsync("identity.people.read", "identity.roles.manage");
        using (var early = await hub.AskForTokenAsync(id, secret, "identity.people.read"))
        {
            Assert.Equal(HttpStatusCode.BadRequest, early.StatusCode);
        }

        using var nobody = await ClientAsync(id, secret);
        Assert.Equal(HttpStatusCode.Forbidden, await nobody.StatusAsync("GET", "/identity/v1/people"));
        Assert.Equal("client.waits", await api.RefusalAsync("POST", $"/identity/v1/clients/{id}/rotate", new { }));
        Assert.Equal("client.beyond_own", (await hub.Approvals.DecideAsync(hub.Services, Kind, id, approve: true, decider: "operator.clerk"))?.Code);
        Assert.Empty((await ListedAsync(id)).GetProperty("scopes").EnumerateArray());

        (id, secret) = await MakeAsync("identity.people.read", "identity.organisations.read");
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Kind, id, approve: true));
        using var reader = await ClientAsync(id, secret);
        Assert.Equal(HttpStatusCode.OK, await reader.StatusAsync("GET", "/identity/v1/people"));
        Assert.Equal(HttpStatusCode.Forbidden, await reader.StatusAsync("GET", "/identity/v1/clients"));
        await api.AskAsync("POST", $"/identity/v1/clients/{id}/rotate", new { });

        // A no ends it, and one that is revoked waits for nothing.
        var (unwanted, _) = await MakeAsync("identity.people.read");
        Assert.Null(await hub.Approvals.DecideAsync(hub.Services, Kind, unwanted, approve: false, "What for?"));
        Assert.False((await ListedAsync(unwanted)).GetProperty("isLive").GetBoolean());
        var (gone, _) = await MakeAsync("identity.people.read");
        await api.AskAsync("DELETE", $"/identity/v1/clients/{gone}", null, HttpStatusCode.NoContent);
        Assert.False(hub.Approvals.IsWaiting(Kind, gone));

        async Task<(string Id, string Secret)> MakeAsync(params string[] scopes)
        {
            var made = await api.AskAsync("POST", "/identity/v1/clients", new { name = "Data warehouse", scopes }, HttpStatusCode.Created);
            Assert.Equal(scopes, made.GetProperty("wait").EnumerateArray().Select(s => s.GetString()));
            return (made.Text("clientId"), made.Text("clientSecret"));
        }

        async Task<JsonElement> ListedAsync(string client) => (await api.AskAsync("GET", "/identity/v1/clients")).GetProperty("items").EnumerateArray().Single(c => c.Text("clientId") == client);

        async Task<HttpClient> ClientAsync(string client, string itsSecret) =>
            new() { BaseAddress = hub.Address, DefaultRequestHeaders = { Authorization = new("Bearer", await hub.TokenAsync(client, itsSecret, "")) } };
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Nobody_gets_hold_of_a_colleague_s_account_and_so_of_the_second_pair_of_eyes(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var world = await CertificateHub.StartAsync(database, settings: FourEyes);
        var hub = world.Hub;
        using var admin = await hub.SignedInAsync("admin@hub.example");
        var clerk = await admin.Http.IdOfAsync("clerk@hub.example");
        var pem = await File.ReadAllTextAsync(world.People.Issue(world.Folder, "Chen Jing").Certificate, TestContext.Current.CancellationToken);
        Assert.Equal("password_link.by_mail_only", await admin.Http.RefusalAsync("POST", $"/identity/v1/people/{clerk}/password-link"));
        Assert.Equal("certificate.by_owner_only", await admin.Http.RefusalAsync("POST", $"/identity/v1/people/{clerk}/certificates", new { name = "Mine", certificate = pem }));
        var page = await admin.ReadAsync("/console/people/" + clerk);
        Assert.DoesNotContain("value=\"link\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("certificate-file", page, StringComparison.Ordinal);

        // The account of somebody new is that person's alone, too: the link goes by mail whatever is asked for.
        var made = await admin.Http.AskAsync("POST", "/identity/v1/people", new { name = "Li", email = "li@hub.example", invite = false }, HttpStatusCode.Created);
        Assert.Equal(JsonValueKind.Null, made.GetProperty("passwordLink").ValueKind);
        Assert.Contains("token=", hub.Mails.LastTo("li@hub.example").Link, StringComparison.Ordinal);

        // Of customers the operator has no such thing to fear: they ask nobody for permissions of the operator's.
        var boss = await admin.Http.IdOfAsync("boss@acme.example");
        await admin.Http.AskAsync("POST", $"/identity/v1/people/{boss}/password-link");
        Assert.Contains("value=\"link\"", await admin.ReadAsync("/console/people/" + boss), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_invitation_that_is_taken_back_takes_the_wish_for_roles_with_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database, settings: FourEyes);
        using var api = await hub.OperatorClientAsync();
        var li = (await api.AskAsync("POST", "/identity/v1/people", new { name = "Li", email = "li@hub.example", roles = new[] { "operator.clerk" } }, HttpStatusCode.Created)).Text("id");
        Assert.True(hub.Approvals.IsWaiting(Kind, li));
        await api.AskAsync("DELETE", $"/identity/v1/people/{li}/invitation", status: HttpStatusCode.NoContent);
        Assert.False(hub.Approvals.IsWaiting(Kind, li));
    }

    [Fact]
    public async Task Enterprises_give_roles_to_their_own_people_by_themselves_and_so_does_an_operator_who_does_not_want_four_eyes()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using (var hub = await IdentityHub.StartAsync(database, settings: FourEyes))
        {
            using var boss = await hub.SignedInAsync("boss@acme.example");
            var mei = (await boss.Http.AskAsync("POST", "/identity/v1/people", new { name = "Mei", email = "mei@acme.example" }, HttpStatusCode.Created)).Text("id");
            await boss.Http.AskAsync("PUT", $"/identity/v1/people/{mei}/roles", new { roles = new[] { "enterprise.administrator" } }, HttpStatusCode.NoContent);
        }

        await using var other = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var without = await IdentityHub.StartAsync(other);
        using var api = await without.OperatorClientAsync();
        var made = await api.AskAsync("POST", "/identity/v1/people", new { name = "Li", email = "li@hub.example", roles = new[] { "operator.clerk" } }, HttpStatusCode.Created);
        Assert.Equal(["operator.clerk"], await RolesAsync(api, made.Text("id")));
    }

    private static object Role(params string[] permissions) => new { name = new { en = "Auditor" }, audience = "operator", permissions };

    private static async Task<string?[]> RolesAsync(HttpClient api, string person) =>
        [.. (await api.AskAsync("GET", "/identity/v1/people/" + person)).GetProperty("roles").EnumerateArray().Select(r => r.GetString())];

    private static async Task<string?[]> PermissionsAsync(HttpClient api, string key) =>
        [.. (await api.AskAsync("GET", "/identity/v1/roles")).GetProperty("items").EnumerateArray().Single(r => r.Text("key") == key).GetProperty("permissions").EnumerateArray().Select(Name).Order()];

    private static string? Name(JsonElement permission) => permission.ValueKind == JsonValueKind.String ? permission.GetString() : permission.Text("name");
}
