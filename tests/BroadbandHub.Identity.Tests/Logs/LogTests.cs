using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Logs;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Logs;

public sealed class LogTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_is_done_is_logged_with_who_and_from_where_and_what_fails_is_not(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        using var program = await world.Hub.OperatorClientAsync();
        using var made = await program.PostAsJsonAsync("/identity/v1/enterprises", new { name = "Harbour Tools", contactEmail = "who@harbour.test" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var enterprise = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        using var again = await program.PostAsJsonAsync("/identity/v1/enterprises", new { name = "Harbour Tools" });
        Assert.Equal(HttpStatusCode.Conflict, again.StatusCode);
        using var person = await program.PostAsJsonAsync("/identity/v1/people", new { name = "Wei", email = "wei@harbour.test", enterpriseId = enterprise, roles = new[] { "enterprise.employee" } });
        Assert.Equal(HttpStatusCode.Created, person.StatusCode);
        var wei = (await person.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await program.PutAsJsonAsync($"/identity/v1/people/{wei}/roles", new { roles = new[] { "enterprise.administrator" } });

        var business = Assert.Single(await ListAsync(program, "/identity/v1/log?subject=harbour%20TOOLS"));
        Assert.Equal("Took the enterprise Harbour Tools on", business.GetProperty("sentence").GetString());
        Assert.Equal(enterprise, business.GetProperty("subjectId").GetString());
        Assert.Equal("127.0.0.1", business.GetProperty("address").GetString());
        Assert.NotNull(business.GetProperty("actorClient").GetString());
        var administration = await ListAsync(program, "/identity/v1/administration-log?subject=" + wei);
        Assert.Equal(["identity.person.roles_set", "identity.person.created"], administration.Select(e => e.GetProperty("kind").GetString()));
        var roles = Assert.Single(administration[0].GetProperty("fields").EnumerateArray(), f => f.GetProperty("field").GetString() == "roles");
        Assert.Equal(("Employee", "Enterprise administrator"), (roles.GetProperty("before").GetString(), roles.GetProperty("after").GetString()));
        Assert.Equal(administration[0].GetProperty("id").GetString(), (await program.GetFromJsonAsync<JsonElement>("/identity/v1/log/" + administration[0].GetProperty("id").GetString())).GetProperty("id").GetString());

        // The link is a secret: whoever reads the log must not become that person.
        using var link = await program.PostAsync($"/identity/v1/people/{wei}/password-link", null);
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
        var secret = (await link.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("passwordLink").GetString()!;
        var token = secret.Substring(secret.IndexOf("token=", StringComparison.Ordinal) + 6, 20);
        Assert.Equal(0, await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.Fields!.Contains(token) || e.SubjectName!.Contains(token))));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whatever_of_a_person_or_a_department_changes_is_in_the_line_and_people_are_named(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        using var api = await world.Hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        var boss = await api.IdOfAsync("boss@acme.example");
        var sales = (await api.AskAsync("POST", "/identity/v1/departments", new { enterpriseId = acme, name = "Sales" }, HttpStatusCode.Created)).Text("id");
        var east = (await api.AskAsync("POST", "/identity/v1/departments", new { enterpriseId = acme, name = "East", parentId = sales, headId = boss }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("PUT", "/identity/v1/departments/" + east, new { name = "East", costCentre = "4711" });
        var person = (await api.AskAsync(
            "POST", "/identity/v1/people", new { name = "Mei", email = "mei@acme.example", enterpriseId = acme, departmentId = east, joinedOn = "2026-01-02", leavesOn = "2036-01-02" }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("PUT", "/identity/v1/people/" + person, new { name = "Mei", departmentId = sales, joinedOn = "2026-01-02" }, HttpStatusCode.NoContent);

        Assert.Equal(["name -> East", "parent -> Sales", "head -> Wang Fang"], await FieldsAsync("log", east, "identity.department.created"));
        Assert.Equal(["parent Sales -> ", "head Wang Fang -> ", "cost_centre -> 4711"], await FieldsAsync("log", east, "identity.department.changed"));
        Assert.Equal(["email -> mei@acme.example", "department -> East", "joined_on -> 2026-01-02", "leaves_on -> 2036-01-02"], await FieldsAsync("administration-log", person, "identity.person.created"));
        Assert.Equal(["department East -> Sales", "leaves_on 2036-01-02 -> "], await FieldsAsync("administration-log", person, "identity.person.updated"));

        // The line itself names nobody: who is erased is erased.
        Assert.Equal(0, await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.SubjectId == east && e.Fields!.Contains("Wang Fang"))));

        async Task<string[]> FieldsAsync(string log, string subject, string kind) =>
        [
            .. Assert.Single(await ListAsync(api, $"/identity/v1/{log}?subject={subject}&kind={kind}")).GetProperty("fields").EnumerateArray()
                .Select(f => $"{f.Text("field")} {(f.TryGetProperty("before", out var before) ? before.GetString() : null)} -> {(f.TryGetProperty("after", out var after) ? after.GetString() : null)}".Replace("  ", " ", StringComparison.Ordinal)),
        ];
    }

    [Fact]
    public async Task Whoever_signs_in_where_another_is_signed_in_is_the_one_who_does_it_and_who_is_erased_on_the_page_is_gone()
    {
        await using var world = await LogWorld.StartAsync(Engine.Sqlite);
        using var browser = new BrowserSession(world.Hub);
        await browser.SignInAsync("boss@acme.example", IdentityHub.Password);
        await browser.SubmitAsync("/sign-in?again=true", "sign-in", new() { ["Form.Email"] = "admin@hub.example", ["Form.Password"] = IdentityHub.Password });
        var lines = await world.ReadAsync(db => db.LogEntries.AsNoTracking().Where(e => e.Kind == "identity.account.signed_in").OrderBy(e => e.Id).ToListAsync());
        Assert.Equal([("Wang Fang", "Wang Fang"), ("Lin Wei", "Lin Wei")], lines.Select(l => (l.ActorName!, l.SubjectName!)));
        Assert.Null(lines[1].ActorEnterprise);

        var boss = await browser.Http.IdOfAsync("boss@acme.example");
        Assert.Equal($"/console/people/{boss}?done=erased", await browser.SubmitAsync($"/console/people/{boss}", "erase"));
        Assert.DoesNotContain("Wang Fang", await browser.ReadAsync("/identity/v1/administration-log?kind=identity.account.signed_in"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_change_that_is_rolled_back_leaves_no_line_and_a_repeated_one_leaves_none_either(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        using var program = await world.Hub.OperatorClientAsync();
        var id = await world.ReadAsync(async db => new Sdk.PersonId(await db.People.Where(p => p.Email == "boss@acme.example").Select(p => p.Id).SingleAsync()));
        var before = await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.Refused == null));
        using var first = await program.PostAsync($"/identity/v1/people/{id}/suspend", null);
        using var second = await program.PostAsync($"/identity/v1/people/{id}/suspend", null);
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (first.StatusCode, second.StatusCode));
        await Assert.ThrowsAsync<InvalidOperationException>(() => world.DoAsync(s => s.GetRequiredService<IUnitOfWork>().RunAsync<bool>(
            () =>
            {
                s.GetRequiredService<ChangeLog>().Add("identity.enterprise.created", new Change(), null);
                throw new InvalidOperationException();
            },
            _ => true,
            CancellationToken.None)));
        Assert.Equal(before + 1, await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.Refused == null)));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Refused_attempts_are_in_the_administration_log_and_a_flood_of_them_does_not_fill_it(Engine engine)
    {
        await using var world = await LogWorld.StartAsync(engine);
        using var boss = new BrowserSession(world.Hub);
        for (var i = 0; i < 6; i++)
        {
            await boss.SignInAsync("boss@acme.example", "wrong-" + i);
        }

        await boss.SignInAsync("boss@acme.example", IdentityHub.Password);
        await boss.SignInAsync("hunter2-typed-in-the-wrong-field@nowhere.test", "x");
        using var partner = new BrowserSession(world.Hub);
        await partner.SignInAsync("partner@diskworks.example", IdentityHub.Password);
        Assert.Equal(HttpStatusCode.Forbidden, await partner.StatusAsync("/console/people"));

        List<LogEntry> lines = [];
        await Eventually.IsTrueAsync(
            async () => (lines = await world.ReadAsync(db => db.LogEntries.AsNoTracking().OrderBy(e => e.Id).ToListAsync())).Exists(e => e.Refused == "permission.missing"), "the refusal is written");
        Assert.Equal(6, lines.Count(e => e.Refused == "sign_in.wrong_password"));
        Assert.Single(lines, e => e.Kind == "identity.account.locked");
        Assert.Single(lines, e => e.Refused == "sign_in.locked");
        var stranger = Assert.Single(lines, e => e.Refused == "sign_in.unknown");
        Assert.Equal((null, null), (stranger.SubjectName, stranger.Fields));
        var refused = Assert.Single(lines, e => e.Refused == "permission.missing");
        Assert.Equal(("GET /console/people", ChangeBook.Administration), (refused.SubjectName, refused.Book));
        Assert.NotNull(refused.PartnerId);

        for (var i = 0; i < (2 * RefusalLog.MostPerMinute) + 5; i++)
        {
            await partner.StatusAsync("/console/people");
        }

        // Two minutes at most have begun meanwhile.
        Assert.InRange(await world.ReadAsync(db => db.LogEntries.CountAsync(e => e.Refused == "permission.missing")), RefusalLog.MostPerMinute, (2 * RefusalLog.MostPerMinute) + 1);
    }

    [Fact]
    public async Task Each_organisation_reads_its_own_lines_and_of_others_people_no_names()
    {
        await using var world = await LogWorld.StartAsync(Engine.Sqlite);
        using var program = await world.Hub.OperatorClientAsync();
        var (boss, acme) = await world.ReadAsync(async db => await db.People.Where(p => p.Email == "boss@acme.example").Select(p => ValueTuple.Create(p.Id, p.EnterpriseId)).SingleAsync());
        using var other = await program.PostAsJsonAsync("/identity/v1/enterprises", new { name = "Other Company" });
        var stranger = (await other.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
        await program.PostAsJsonAsync("/identity/v1/people", new { name = "Secret Person", email = "secret@other.test", enterpriseId = stranger, roles = Array.Empty<string>() });
        await program.PostAsJsonAsync("/identity/v1/people", new { name = "New Colleague", email = "new@acme.example", enterpriseId = acme.ToString(), roles = Array.Empty<string>() });

        using var session = new BrowserSession(world.Hub);
        await session.SignInAsync("boss@acme.example", IdentityHub.Password);
        var page = await session.ReadAsync("/workspace/log");
        Assert.Contains("Added New Colleague", page, StringComparison.Ordinal);
        Assert.Contains("Signed in", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret Person", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Other Company", page, StringComparison.Ordinal);
        var client = await world.ReadAsync(db => db.Credentials.Where(c => c.ApplicationKey == null).Select(c => c.ClientId).FirstAsync());
        Assert.DoesNotContain(client, page, StringComparison.Ordinal);
        Assert.Contains("The operator", page, StringComparison.Ordinal);

        // What the operator thinks of a customer, and tells its own people only, the customer does not read in its log; who looks after it has no id there.
        var clerk = await program.IdOfAsync("clerk@hub.example");
        await program.AskAsync("PUT", $"/identity/v1/enterprises/{acme}", new { name = "Acme Holding", creditClass = "d", tags = new[] { "Pays late" } }, HttpStatusCode.NoContent);
        await program.AskAsync("PUT", $"/identity/v1/enterprises/{acme}/manager", new { managerId = clerk }, HttpStatusCode.NoContent);
        await program.AskAsync("PUT", $"/identity/v1/enterprises/{acme}/manager", new { reason = "Too difficult." }, HttpStatusCode.NoContent);
        var told = await session.ReadAsync("/identity/v1/log") + await session.ReadAsync("/workspace/log") + await session.ReadAsync("/workspace/log.csv");
        Assert.Contains("Acme Holding", told, StringComparison.Ordinal);
        Assert.Contains("Somebody else", told, StringComparison.Ordinal);
        Assert.All(new[] { "Pays late", "credit_class", "Credit class", "Too difficult", clerk }, hiddenWord => Assert.DoesNotContain(hiddenWord, told, StringComparison.Ordinal));
        var known = (await program.AskAsync("GET", "/identity/v1/log")).ToString();
        Assert.All(new[] { "Pays late", "Credit class", "Too difficult", "Chen Jing" }, word => Assert.Contains(word, known, StringComparison.Ordinal));
        Assert.Contains("With: Password", await session.ReadAsync("/workspace/log"), StringComparison.Ordinal);

        // Neither by the id of a line, nor by the name of who did it, nor as a file.
        var hidden = await world.ReadAsync(db => db.LogEntries.Where(e => e.SubjectName == "Secret Person").Select(e => e.Id).FirstAsync());
        var own = await world.ReadAsync(db => db.LogEntries.Where(e => e.SubjectName == "New Colleague").Select(e => e.Id).FirstAsync());
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await session.StatusAsync($"/workspace/log/{hidden}"), await session.StatusAsync($"/workspace/log/{own}")));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (await session.StatusAsync($"/identity/v1/log/{hidden}"), await session.StatusAsync($"/identity/v1/log/{own}")));
        Assert.DoesNotContain("New Colleague", await session.ReadAsync($"/workspace/log?person={client}"), StringComparison.Ordinal);
        var file = await session.ReadAsync("/workspace/log.csv");
        Assert.Contains("Added New Colleague", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Secret Person", file, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await session.StatusAsync("/console/log.csv"));
        Assert.Equal(HttpStatusCode.Forbidden, await session.StatusAsync("/identity/v1/log/check"));
        Assert.NotEqual(Guid.Empty, boss);
    }

    [Fact]
    public async Task The_list_pages_by_cursor_finds_by_day_and_refuses_what_it_cannot_read()
    {
        await using var world = await LogWorld.StartAsync(Engine.Sqlite);
        await world.WriteAsync(ListLog.PageSize + 3);
        using var program = await world.Hub.OperatorClientAsync();
        var first = await program.GetFromJsonAsync<JsonElement>("/identity/v1/log?kind=identity.enterprise.created&subject=Enterprise");
        var next = first.GetProperty("next").GetString();
        var second = await program.GetFromJsonAsync<JsonElement>($"/identity/v1/log?kind=identity.enterprise.created&subject=Enterprise&cursor={next}");
        var ids = first.GetProperty("items").EnumerateArray().Concat(second.GetProperty("items").EnumerateArray()).Select(e => e.GetProperty("id").GetString()).ToList();
        Assert.Equal(ListLog.PageSize + 3, ids.Distinct().Count());
        Assert.Equal(JsonValueKind.Null, second.GetProperty("next").ValueKind);
        Assert.Empty(await ListAsync(program, "/identity/v1/log?to=2020-01-01"));
        Assert.NotEmpty(await ListAsync(program, "/identity/v1/log?from=2020-01-01"));
        Assert.Equal(ListLog.PageSize, (await ListAsync(program, "/identity/v1/log?person=hub")).Count);
        Assert.Empty(await ListAsync(program, "/identity/v1/log?person=%25"));
        foreach (var (query, code) in new[] { ("from=yesterday", "log.bad_day"), ("to=9999-12-31", "log.bad_day"), ("cursor=log_x", "list.cursor_wrong") })
        {
            using var wrong = await program.GetAsync("/identity/v1/log?" + query);
            Assert.Equal((HttpStatusCode.BadRequest, code), (wrong.StatusCode, (await wrong.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString()));
        }
    }

    private static async Task<List<JsonElement>> ListAsync(HttpClient client, string path) =>
        [.. (await client.GetFromJsonAsync<JsonElement>(path)).GetProperty("items").EnumerateArray()];
}
