using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Departments;

public sealed class DepartmentTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Departments_move_and_merge_but_never_into_themselves(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var sales = await MakeAsync(boss, "Sales");
        var east = await MakeAsync(boss, "East", sales);
        var city = await MakeAsync(boss, "City", east);
        var service = await MakeAsync(boss, "Service");
        var self = await boss.Http.IdOfAsync("boss@acme.example");
        await boss.Http.AskAsync("PUT", "/identity/v1/people/" + self, new { name = "Wang Fang", departmentId = east }, HttpStatusCode.NoContent);

        Assert.Equal("department.inside_itself", await boss.Http.RefusalAsync("PUT", "/identity/v1/departments/" + sales, new { name = "Sales", parentId = city }));
        Assert.Equal("department.inside_itself", await boss.Http.RefusalAsync("PUT", "/identity/v1/departments/" + sales, new { name = "Sales", parentId = sales }));
        Assert.Equal("department.inside_itself", await boss.Http.RefusalAsync("POST", $"/identity/v1/departments/{sales}/merge", new { intoId = city }));
        Assert.Equal("department.name_taken", await boss.Http.RefusalAsync("POST", "/identity/v1/departments", new { name = "SALES" }));
        Assert.Equal("department.not_empty", await boss.Http.RefusalAsync("DELETE", "/identity/v1/departments/" + sales));
        Assert.Equal("department.not_empty", await boss.Http.RefusalAsync("DELETE", "/identity/v1/departments/" + east));

        await boss.Http.AskAsync("PUT", "/identity/v1/departments/" + east, new { name = "East", parentId = service, costCentre = "4711", headId = self });
        Assert.Equal(["Sales", "Service", "Service / East", "Service / East / City"], await PathsAsync(boss));
        var page = await boss.ReadAsync("/workspace/departments");
        Assert.Contains("hub-depth--3", page, StringComparison.Ordinal);
        Assert.Contains("Wang Fang", page, StringComparison.Ordinal);

        var merged = await boss.Http.AskAsync("POST", $"/identity/v1/departments/{east}/merge", new { intoId = sales });
        Assert.Equal((1, 1), (merged.GetProperty("people").GetInt32(), merged.GetProperty("departments").GetInt32()));
        Assert.Equal(["Sales", "Sales / City", "Service"], await PathsAsync(boss));
        Assert.Equal(sales, (await boss.Http.AskAsync("GET", "/identity/v1/people/" + self)).Text("departmentId"));
        await boss.Http.AskAsync("DELETE", "/identity/v1/departments/" + service, status: HttpStatusCode.NoContent);

        // A department of the name of the one that goes takes its place; of one that stays it cannot.
        var outer = await MakeAsync(boss, "Field", sales);
        await MakeAsync(boss, "FIELD", outer);
        var other = await MakeAsync(boss, "Other", sales);
        await MakeAsync(boss, "City", other);
        Assert.Equal("department.name_taken", await boss.Http.RefusalAsync("POST", $"/identity/v1/departments/{other}/merge", new { intoId = sales }));
        await boss.Http.AskAsync("POST", $"/identity/v1/departments/{outer}/merge", new { intoId = sales });
        Assert.Equal(["Sales", "Sales / City", "Sales / FIELD", "Sales / Other", "Sales / Other / City"], await PathsAsync(boss));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Two_who_move_departments_below_each_other_at_the_same_moment_make_no_circle(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        var (a, b) = (await MakeAsync(boss, "A"), await MakeAsync(boss, "B"));
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(
                boss.Http.StatusAsync("PUT", "/identity/v1/departments/" + a, new { name = "A", parentId = b }),
                boss.Http.StatusAsync("PUT", "/identity/v1/departments/" + b, new { name = "B", parentId = a }));
            Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Conflict], answers.Order());
            Assert.Equal(2, (await PathsAsync(boss)).Count);
            await boss.Http.StatusAsync("PUT", "/identity/v1/departments/" + a, new { name = "A" });
            await boss.Http.StatusAsync("PUT", "/identity/v1/departments/" + b, new { name = "B" });
        }
    }

    [Fact]
    public async Task The_operator_changes_any_enterprise_s_departments_and_depth_has_an_end()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var admin = await hub.SignedInAsync("admin@hub.example");
        var enterprise = (await admin.Http.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        var home = $"/console/enterprises/{enterprise}/departments";
        Assert.Equal(home + "?done=saved", await admin.SubmitAsync(home + "/new", "department", new() { ["Form.Name"] = "Top" }));
        var at = (await admin.Http.AskAsync("GET", "/identity/v1/departments?enterprise=" + enterprise)).GetProperty("items")[0].Text("id");
        Assert.Contains("Top", await admin.ReadAsync($"{home}/{at}"), StringComparison.Ordinal);
        for (var level = 2; level <= 10; level++)
        {
            at = (await admin.Http.AskAsync("POST", "/identity/v1/departments", new { enterpriseId = enterprise, name = "L" + level, parentId = at }, HttpStatusCode.Created)).Text("id");
        }

        Assert.Equal("department.too_deep", await admin.Http.RefusalAsync("POST", "/identity/v1/departments", new { enterpriseId = enterprise, name = "L11", parentId = at }));
        Assert.Equal("department.unknown_enterprise", await admin.Http.RefusalAsync("POST", "/identity/v1/departments", new { name = "Nowhere" }));
    }

    private static async Task<string> MakeAsync(BrowserSession boss, string name, string? parent = null) =>
        (await boss.Http.AskAsync("POST", "/identity/v1/departments", new { name, parentId = parent }, HttpStatusCode.Created)).Text("id");

    private static async Task<List<string>> PathsAsync(BrowserSession boss) =>
        [.. (await boss.Http.AskAsync("GET", "/identity/v1/departments")).GetProperty("items").EnumerateArray().Select(d => d.Text("path"))];
}
