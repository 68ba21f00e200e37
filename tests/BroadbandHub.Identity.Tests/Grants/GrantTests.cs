using System.Net;
using System.Text.Json;
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
