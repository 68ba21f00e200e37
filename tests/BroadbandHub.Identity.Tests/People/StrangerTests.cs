using System.Net;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.People;

/// <summary>What belongs to one enterprise is found by its own people and the operator, with real ids and by nobody else.</summary>
public sealed class StrangerTests
{
    private static readonly HttpStatusCode[] Refused = [HttpStatusCode.Forbidden, HttpStatusCode.NotFound];

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Requests_about_people_and_departments_are_refused_to_strangers_and_answered_to_their_owner(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        var other = (await api.AskAsync("POST", "/identity/v1/enterprises", new { name = "Other" }, HttpStatusCode.Created)).Text("id");
        using var owner = await hub.SignedInAsync("boss@acme.example");
        using var stranger = await hub.JoinAsync(api, new { name = "Stranger", email = "boss@other.example", enterpriseId = other, roles = new[] { "enterprise.administrator" } }, "boss@other.example");
        using var partner = await hub.SignedInAsync("partner@diskworks.example");
        using var employee = await hub.JoinAsync(api, new { name = "Employee", email = "e@acme.example", enterpriseId = acme, roles = new[] { "enterprise.employee" } }, "e@acme.example");
        var mei = (await owner.Http.AskAsync("POST", "/identity/v1/people", new { name = "Mei", email = "mei@acme.example" }, HttpStatusCode.Created)).Text("id");
        var bo = (await owner.Http.AskAsync("POST", "/identity/v1/people", new { name = "Bo", email = "bo@acme.example" }, HttpStatusCode.Created)).Text("id");
        var sales = (await owner.Http.AskAsync("POST", "/identity/v1/departments", new { name = "Sales" }, HttpStatusCode.Created)).Text("id");
        var east = (await owner.Http.AskAsync("POST", "/identity/v1/departments", new { name = "East", parentId = sales }, HttpStatusCode.Created)).Text("id");
        var west = (await owner.Http.AskAsync("POST", "/identity/v1/departments", new { name = "West", parentId = sales }, HttpStatusCode.Created)).Text("id");

        (string Method, string Path, object? Body)[] requests =
        [
            ("GET", $"/identity/v1/people/{mei}", null),
            ("PUT", $"/identity/v1/people/{mei}", new { name = "Mei", departmentId = east }),
            ("PUT", $"/identity/v1/people/{mei}/roles", new { roles = new[] { "enterprise.employee" } }),
            ("POST", $"/identity/v1/people/{mei}/suspend", null),
            ("POST", $"/identity/v1/people/{mei}/resume", null),
            ("DELETE", $"/identity/v1/people/{bo}/invitation", null),
            ("PUT", $"/identity/v1/departments/{east}", new { name = "Far east", parentId = sales }),
            ("POST", $"/identity/v1/departments/{east}/merge", new { intoId = sales }),
            ("DELETE", $"/identity/v1/departments/{west}", null),
            ("GET", $"/workspace/people/{mei}", null),
            ("GET", $"/workspace/departments/{sales}", null),
        ];
        foreach (var (method, path, body) in requests)
        {
            Assert.Contains(await stranger.Http.StatusAsync(method, path, body), Refused);
            Assert.Contains(await partner.Http.StatusAsync(method, path, body), Refused);
            Assert.Equal(HttpStatusCode.Forbidden, await employee.Http.StatusAsync(method, path, body));
            Assert.True((int)await owner.Http.StatusAsync(method, path, body) < 300, $"{method} {path} is refused to its owner");
        }

        Assert.Equal("department.unknown_enterprise", await stranger.Http.RefusalAsync("GET", "/identity/v1/departments?enterprise=" + acme));
        Assert.Equal("department.unknown_enterprise", await stranger.Http.RefusalAsync("POST", "/identity/v1/departments", new { name = "A", enterpriseId = acme }));
        var strange = (await stranger.Http.AskAsync("POST", "/identity/v1/departments", new { name = "Strange" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("department.unknown_parent", await stranger.Http.RefusalAsync("PUT", "/identity/v1/departments/" + strange, new { name = "Strange", parentId = sales }));
        Assert.Equal("department.unknown_head", await stranger.Http.RefusalAsync("PUT", "/identity/v1/departments/" + strange, new { name = "Strange", headId = mei }));
        Assert.Equal("department.unknown_target", await stranger.Http.RefusalAsync("POST", $"/identity/v1/departments/{strange}/merge", new { intoId = sales }));
        var self = await stranger.Http.IdOfAsync("boss@other.example");
        Assert.Equal("person.unknown_department", await stranger.Http.RefusalAsync("PUT", "/identity/v1/people/" + self, new { name = "Stranger", departmentId = sales }));

        Assert.Equal(self, Assert.Single((await stranger.Http.AskAsync("GET", $"/identity/v1/people?enterprise={other}")).GetProperty("items").EnumerateArray()).Text("id"));
        Assert.Empty((await stranger.Http.AskAsync("GET", $"/identity/v1/people?enterprise={acme}")).GetProperty("items").EnumerateArray());
        Assert.Empty((await stranger.Http.AskAsync("GET", $"/identity/v1/people?department={sales}")).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain("mei@", await stranger.ReadAsync("/workspace/people.csv"), StringComparison.Ordinal);
        Assert.Contains("mei@", await owner.ReadAsync("/workspace/people.csv"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await owner.StatusAsync("/console/people"));
        Assert.All((await owner.Http.AskAsync("GET", "/identity/v1/roles")).GetProperty("items").EnumerateArray(), r => Assert.Equal("enterprise", r.Text("audience")));
    }
}
