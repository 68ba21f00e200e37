using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class ManagerTests
{
    private const string Enterprises = "/identity/v1/enterprises";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Customers_go_from_manager_to_manager_and_the_history_says_why(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var (admin, clerk) = (await api.IdOfAsync("admin@hub.example"), await api.IdOfAsync("clerk@hub.example"));
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await api.AskAsync("POST", Enterprises, new { name = $"Managed {i}" }, HttpStatusCode.Created)).Text("id"));
            await api.AskAsync("PUT", $"{Enterprises}/{ids[i]}/manager", new { managerId = clerk }, HttpStatusCode.NoContent);
        }

        Assert.Equal("customer.no_reason", await api.RefusalAsync("PUT", $"{Enterprises}/{ids[0]}/manager", new { managerId = admin }));
        await api.AskAsync("PUT", $"{Enterprises}/{ids[0]}/manager", new { managerId = admin, reason = "Speaks their language." }, HttpStatusCode.NoContent);
        await api.AskAsync("PUT", $"{Enterprises}/{ids[0]}/manager", new { managerId = admin }, HttpStatusCode.NoContent);
        var handed = await api.AskAsync("POST", $"/identity/v1/client-managers/{clerk}/hand-over", new { toId = admin, reason = "Parental leave." });
        Assert.Equal(2, handed.GetProperty("customers").GetInt32());
        Assert.Equal("manager.nothing_to_hand_over", await api.RefusalAsync("POST", $"/identity/v1/client-managers/{clerk}/hand-over", new { toId = admin, reason = "Again." }));

        Assert.Equal(["Chen Jing>Lin Wei Speaks their language.", ">Chen Jing "], await HistoryAsync(api, ids[0]));
        Assert.Equal(["Chen Jing>Lin Wei Parental leave.", ">Chen Jing "], await HistoryAsync(api, ids[2]));
        foreach (var customer in ids[1..])
        {
            var line = (await api.AskAsync("GET", $"/identity/v1/log?kind=identity.manager.assigned&subject={customer}")).GetProperty("items")[0];
            Assert.Equal(customer, line.Text("enterpriseId"));
            Assert.Equal([("Chen Jing", "Lin Wei"), (null, "Parental leave.")], line.GetProperty("fields").EnumerateArray().Select(f => (f.GetProperty("before").GetString(), f.GetProperty("after").GetString())));
        }

        var manager = Assert.Single((await api.AskAsync("GET", "/identity/v1/client-managers")).GetProperty("items").EnumerateArray());
        Assert.Equal((admin, 3), (manager.Text("id"), manager.GetProperty("customers").GetInt32()));

        // Somebody of an enterprise, somebody who has left, and nobody at all are no managers.
        var boss = await api.IdOfAsync("boss@acme.example");
        await api.AskAsync("POST", $"/identity/v1/people/{clerk}/suspend", status: HttpStatusCode.NoContent);
        foreach (var wrong in new[] { boss, clerk, BroadbandHub.Sdk.PersonId.New(TimeProvider.System).ToString() })
        {
            Assert.Equal("manager.unknown", await api.RefusalAsync("PUT", $"{Enterprises}/{ids[0]}/manager", new { managerId = wrong, reason = "No." }));
            Assert.Equal("manager.unknown", await api.RefusalAsync("POST", $"/identity/v1/client-managers/{admin}/hand-over", new { toId = wrong, reason = "No." }));
        }

        await api.AskAsync("PUT", $"{Enterprises}/{ids[0]}/manager", new { reason = "Wanted nobody." }, HttpStatusCode.NoContent);
        Assert.Equal("Managed 0", (await api.AskAsync("GET", Enterprises + "?manager=none&search=managed")).GetProperty("items")[0].Text("name"));
    }

    [Fact]
    public async Task A_clerk_takes_who_is_nobodys_and_gives_away_only_the_own_customers()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var (admin, me) = (await api.IdOfAsync("admin@hub.example"), await api.IdOfAsync("clerk@hub.example"));
        var free = (await api.AskAsync("POST", Enterprises, new { name = "Free" }, HttpStatusCode.Created)).Text("id");
        var taken = (await api.AskAsync("POST", Enterprises, new { name = "Taken" }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("PUT", $"{Enterprises}/{taken}/manager", new { managerId = admin }, HttpStatusCode.NoContent);
        Assert.Equal("manager.not_yours", await clerk.Http.RefusalAsync("PUT", $"{Enterprises}/{taken}/manager", new { managerId = me, reason = "Mine now." }));
        Assert.Equal("manager.not_yours", await clerk.Http.RefusalAsync("PUT", $"{Enterprises}/{free}/manager", new { managerId = admin }));
        Assert.Equal("manager.not_yours", await clerk.Http.RefusalAsync("POST", $"/identity/v1/client-managers/{admin}/hand-over", new { toId = me, reason = "Mine now." }));
        Assert.EndsWith("?done=manager", await clerk.SubmitAsync($"/console/enterprises/{free}/manager", "manager", new() { ["Form.ManagerId"] = me }), StringComparison.Ordinal);
        Assert.Contains("Free", await clerk.ReadAsync("/console/enterprises?manager=me"), StringComparison.Ordinal);
        Assert.DoesNotContain("Taken", await clerk.ReadAsync("/console/enterprises?manager=me"), StringComparison.Ordinal);
        Assert.Equal("/console/client-managers?handed=1", await clerk.SubmitAsync("/console/client-managers/" + me, "hand-over", new() { ["Form.ToId"] = admin, ["Form.Reason"] = "Moving on." }));
        Assert.Contains("Moving on.", await clerk.ReadAsync("/console/enterprises/" + free), StringComparison.Ordinal);
        using var boss = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("PUT", $"{Enterprises}/{free}/manager", new { managerId = me }));
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("GET", "/identity/v1/client-managers"));
    }

    private static async Task<IEnumerable<string>> HistoryAsync(HttpClient api, string id) =>
        [.. (await api.AskAsync("GET", $"{Enterprises}/{id}/managers")).GetProperty("items").EnumerateArray().Select(s => $"{s.GetProperty("from").GetString()}>{s.GetProperty("to").GetString()} {s.GetProperty("reason").GetString()}")];
}
