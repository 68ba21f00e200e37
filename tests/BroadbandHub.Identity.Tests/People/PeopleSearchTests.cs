using System.Net;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.People;

public sealed class PeopleSearchTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_search_box_finds_the_people_that_one_may_see(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var other = (await api.AskAsync("POST", "/identity/v1/enterprises", new { name = "Other" }, HttpStatusCode.Created)).Text("id");
        var theirs = (await api.AskAsync("POST", "/identity/v1/people", new { name = "Mei Fang", email = "mei@other.example", enterpriseId = other }, HttpStatusCode.Created)).Text("id");
        var boss = await api.IdOfAsync("boss@acme.example");
        var wangFang = $"/people/{boss}\"";

        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        foreach (var words in new[] { "fang", "FANG", "mei@other", theirs })
        {
            Assert.Contains($"/console/people/{theirs}\"", await clerk.ReadAsync("/search?q=" + words), StringComparison.Ordinal);
        }

        Assert.Contains("/console" + wangFang, await clerk.ReadAsync("/search?q=Fang"), StringComparison.Ordinal);

        using var own = await hub.SignedInAsync("boss@acme.example");
        var found = await own.ReadAsync("/search?q=fang");
        Assert.Contains("/workspace" + wangFang, found, StringComparison.Ordinal);
        Assert.DoesNotContain("Mei Fang", found, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await own.StatusAsync("/workspace/people/" + boss));
        Assert.DoesNotContain("Mei Fang", await own.ReadAsync("/search?q=" + theirs), StringComparison.Ordinal);

        // Whoever may not read people finds none.
        var link = (await api.AskAsync("POST", "/identity/v1/people", new { name = "Plain Employee", email = "plain@acme.example", enterpriseId = (await api.AskAsync("GET", "/identity/v1/people/" + boss)).Text("enterpriseId"), roles = new[] { "enterprise.employee" } }, HttpStatusCode.Created)).Text("passwordLink");
        using var employee = new BrowserSession(hub);
        await employee.SubmitAsync(new Uri(link).PathAndQuery, "set-password", new() { ["Form.Wanted"] = Asking.Password, ["Form.Again"] = Asking.Password });
        await employee.SignInAsync("plain@acme.example", Asking.Password);
        Assert.DoesNotContain("Wang Fang", await employee.ReadAsync("/search?q=fang"), StringComparison.Ordinal);
    }
}
