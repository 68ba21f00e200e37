using System.Net;
using BroadbandHub.Identity.Tests.Logs;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.People;

public sealed class ErasePersonTests
{
    private const string People = "/identity/v1/people";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_is_erased_is_gone_but_for_the_id_and_the_logs_are_whole(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        var hub = world.Hub;
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        using var mei = await hub.JoinAsync(api, new { name = "Mei Ling", email = "mei@acme.example", enterpriseId = acme, roles = new[] { "enterprise.administrator" }, joinedOn = "2026-01-02" }, "mei@acme.example");
        var id = await api.IdOfAsync("mei@acme.example");
        var department = (await mei.Http.AskAsync("POST", "/identity/v1/departments", new { name = "Sales", headId = id }, HttpStatusCode.Created)).Text("id");
        await world.SealAsync();
        await api.AskAsync("POST", $"{People}/{id}/suspend", status: HttpStatusCode.NoContent);

        // On the page, by who manages both the logs and people.
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        Assert.DoesNotContain("erase-person", await clerk.ReadAsync("/console/people/" + id), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await clerk.Http.StatusAsync("POST", $"{People}/{id}/erase"));
        using var admin = await hub.SignedInAsync("admin@hub.example");
        Assert.Equal($"/console/people/{id}?done=erased_person", await admin.SubmitAsync("/console/people/" + id, "erase-person"));

        var page = await admin.ReadAsync("/console/people/" + id);
        Assert.Contains("This person was erased.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Mei", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<form method=\"post\"", page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("</main>", StringComparison.Ordinal)], StringComparison.Ordinal);
        Assert.Empty((await api.AskAsync("GET", People + "?search=mei")).GetProperty("items").EnumerateArray());
        Assert.Empty((await api.AskAsync("GET", People + "?search=" + id)).GetProperty("items").EnumerateArray());
        Assert.DoesNotContain($"/people/{id}", await admin.ReadAsync("/search?q=" + id), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await api.AskAsync("GET", "/identity/v1/departments?enterprise=" + acme)).GetProperty("items").EnumerateArray().Single(d => d.Text("id") == department).GetProperty("headId").ValueKind);

        // Every part of the account is empty, and the logs name nobody and are as they were sealed.
        var key = new Sdk.PersonId(await world.ReadAsync(db => db.People.Where(p => p.ErasedAt != null).Select(p => p.Id).SingleAsync()));
        Assert.Equal(0, await world.ReadAsync(async db => await db.Sessions.CountAsync(s => s.PersonId == key) + await db.AccountEvents.CountAsync(e => e.PersonId == key)));
        Assert.Equal(0, await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.ActorName!.Contains("Mei") || e.SubjectName!.Contains("Mei") || e.Fields!.Contains("mei@") || e.Fields!.Contains("Mei"))));
        await world.SealAsync();
        Assert.True((await world.CheckAsync()).IsWhole);
        Assert.True((await world.CheckAsync(ChangeBook.Administration)).IsWhole);
        Assert.Contains("Erased a person", await admin.ReadAsync("/console/administration-log?subject=" + id), StringComparison.Ordinal);

        // Nobody comes in with it, nothing of it changes, and the address is free.
        Assert.Contains("do not match", await mei.SignInAsync("mei@acme.example", Asking.Password), StringComparison.Ordinal);
        foreach (var (method, path, body) in new (string, string, object?)[]
        {
            ("POST", "/resume", null), ("POST", "/suspend", null), ("POST", "/password-link", null), ("POST", "/reset-sign-in", null), ("POST", "/invitation", null), ("PUT", "", new { name = "Mei" }),
            ("PUT", "/roles", new { roles = new[] { "enterprise.employee" } }), ("POST", "/erase", null),
        })
        {
            Assert.Equal("person.not_found", await api.RefusalAsync(method, $"{People}/{id}{path}", body));
        }

        await api.AskAsync("POST", People, new { name = "Another Mei", email = "mei@acme.example", enterpriseId = acme }, HttpStatusCode.Created);
    }

    [Fact]
    public async Task Nobody_is_erased_who_can_still_sign_in_or_may_do_more_than_who_erases()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var boss = await api.IdOfAsync("boss@acme.example");
        Assert.Equal("person.not_suspended", await api.RefusalAsync("POST", $"{People}/{boss}/erase"));
        Assert.Equal("person.not_found", await api.RefusalAsync("POST", $"{People}/usr_00000000000000000000000001/erase"));
        using var own = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal(HttpStatusCode.Forbidden, await own.Http.StatusAsync("POST", $"{People}/{boss}/erase"));

        var role = (await api.AskAsync("POST", "/identity/v1/roles", new { name = new { en = "Log keepers" }, audience = "operator", permissions = new[] { "identity.people.read", "system.logs.manage" } }, HttpStatusCode.Created)).Text("key");
        using var keeper = await hub.JoinAsync(api, new { name = "Keeper", email = "keeper@hub.example", roles = new[] { role } }, "keeper@hub.example");
        await api.AskAsync("POST", $"{People}/{boss}/suspend", status: HttpStatusCode.NoContent);
        Assert.Equal("person.erase_not_yours", await keeper.Http.RefusalAsync("POST", $"{People}/{boss}/erase"));
        var clerk = await api.IdOfAsync("clerk@hub.example");
        await api.AskAsync("POST", $"{People}/{clerk}/suspend", status: HttpStatusCode.NoContent);
        Assert.Equal("person.beyond_own", await keeper.Http.RefusalAsync("POST", $"{People}/{clerk}/erase"));
        Assert.Equal("Wang Fang", (await api.AskAsync("GET", $"{People}/{boss}")).Text("name"));
    }
}
