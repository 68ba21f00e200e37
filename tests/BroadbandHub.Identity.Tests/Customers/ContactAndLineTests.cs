using System.Net;
using System.Text.Json;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class ContactAndLineTests
{
    private const string Enterprises = "/identity/v1/enterprises";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task An_enterprise_with_contacts_has_one_main_contact(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var home = $"{Enterprises}/{(await api.AskAsync("POST", Enterprises, new { name = "Contacts Ltd" }, HttpStatusCode.Created)).Text("id")}";
        var first = (await api.AskAsync("POST", home + "/contacts", new { name = "王芳", role = "财务", phone = "+86 138 0013 8000", email = "wang@contacts.example" }, HttpStatusCode.Created)).Text("id");
        var second = (await api.AskAsync("POST", home + "/contacts", new { name = "Li Lei" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal([("王芳", true), ("Li Lei", false)], await ContactsAsync(api, home));
        Assert.Equal("wang@contacts.example", (await api.AskAsync("GET", home)).Text("contactEmail"));
        Assert.Equal("contact.main_needed", await api.RefusalAsync("PUT", $"{home}/contacts/{first}", new { name = "王芳", isMain = false }));
        await api.AskAsync("PUT", $"{home}/contacts/{second}", new { name = "Li Lei", phone = "010-6555 0100", isMain = true });
        Assert.Equal([("Li Lei", true), ("王芳", false)], await ContactsAsync(api, home));
        Assert.Equal([("王芳", false)], await ContactsAsync(api, home, "?search=138 0013"));
        Assert.Equal([("王芳", false)], await ContactsAsync(api, home, "?search=财务"));
        await api.AskAsync("DELETE", $"{home}/contacts/{second}", status: HttpStatusCode.NoContent);
        Assert.Equal([("王芳", true)], await ContactsAsync(api, home));
        Assert.Equal("contact.not_found", await api.RefusalAsync("DELETE", $"{home}/contacts/{second}"));
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = " " }, "contact.bad_name"), (new { name = "A", role = new string('x', 101) }, "contact.bad_role"), (new { name = "A", phone = "1\n2" }, "contact.bad_phone"),
            (new { name = "A", email = "nobody" }, "contact.bad_email"), (new { name = "A", isMain = "yes" }, "input.malformed"),
        })
        {
            Assert.Equal(code, await api.RefusalAsync("POST", home + "/contacts", body));
        }

        await api.AskAsync("POST", home + "/contacts", new { name = "Han Mei", role = "Buyer", email = "Han@Contacts.example" }, HttpStatusCode.Created);
        Assert.Equal([("Han Mei", false)], await ContactsAsync(api, home, "?search=buyer"));
        Assert.Equal([("Han Mei", false)], await ContactsAsync(api, home, "?search=han@contacts"));

        // The log says what changed, and names nobody.
        var log = await api.AskAsync("GET", "/identity/v1/log");
        Assert.DoesNotContain("王芳", log.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("Han", log.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["contact_role: –→Buyer"], Changed(log, "identity.contact.added", 0));
        Assert.Equal(["main_contact: no→yes"], Changed(log, "identity.contact.changed", 0));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_line_number_is_one_line_even_at_the_same_moment(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var homes = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            homes.Add($"{Enterprises}/{(await api.AskAsync("POST", Enterprises, new { name = $"Lines {i}" }, HttpStatusCode.Created)).Text("id")}");
        }

        var answers = await Task.WhenAll(homes.Select(h => api.StatusAsync("POST", h + "/lines", new { number = "0571-8888 0001 A", access = "ftth" })));
        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.Conflict, HttpStatusCode.Conflict], answers.Order());
        Assert.Equal("line.number_taken", await api.RefusalAsync("POST", homes[0] + "/lines", new { number = "057188880001a", access = "cable" }));

        var line = (await api.AskAsync("POST", homes[0] + "/lines", new { number = "L-2", access = "leasedLine", address = "文三路 90 号", downMbps = 500, upMbps = 50, state = "planned" }, HttpStatusCode.Created)).Text("id");
        await api.AskAsync("PUT", $"{homes[0]}/lines/{line}", new { number = "L-2", access = "leasedLine", downMbps = 1000 });
        Assert.Equal(["address: 文三路 90 号→–", "down_mbps: 500→1000", "up_mbps: 50→–"], Changed(await api.AskAsync("GET", "/identity/v1/log"), "identity.line.changed", 0));
        var kept = (await api.AskAsync("GET", homes[0] + "/lines?search=l2")).GetProperty("items")[0];
        Assert.Equal(("planned", 1000, JsonValueKind.Null), (kept.Text("state"), kept.GetProperty("downMbps").GetInt32(), kept.GetProperty("upMbps").ValueKind));
        Assert.Equal(0, (await api.AskAsync("GET", homes[0] + "/lines?search=l2&state=active")).GetProperty("total").GetInt32());
        await api.AskAsync("PUT", $"{homes[0]}/lines/{line}", new { number = "L-2", access = "cable", address = "12 Harbour Road", downMbps = 1000 });
        Assert.Contains("access: Leased line→Cable", Changed(await api.AskAsync("GET", "/identity/v1/log"), "identity.line.changed", 0));
        Assert.Equal(1, (await api.AskAsync("GET", homes[0] + "/lines?search=harbour%20road")).GetProperty("total").GetInt32());
        foreach (var (body, code) in new (object, string)[]
        {
            (new { access = "ftth" }, "line.bad_number"), (new { number = " - ", access = "ftth" }, "line.bad_number"), (new { number = "L3" }, "line.no_access"), (new { number = "L3", access = "smoke" }, "input.malformed"),
            (new { number = "L3", access = "ftth", downMbps = 0 }, "line.bad_bandwidth"), (new { number = "L3", access = "ftth", upMbps = 1_000_001 }, "line.bad_bandwidth"),
            (new { number = "L3", access = "ftth", address = "a\tb" }, "line.bad_address"),
        })
        {
            Assert.Equal(code, await api.RefusalAsync("POST", homes[0] + "/lines", body));
        }
    }

    [Fact]
    public async Task What_belongs_to_another_enterprise_is_not_found_and_only_the_operator_writes()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = $"{Enterprises}/{(await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id")}";
        var other = $"{Enterprises}/{(await api.AskAsync("POST", Enterprises, new { name = "Other" }, HttpStatusCode.Created)).Text("id")}";
        var contact = (await api.AskAsync("POST", other + "/contacts", new { name = "Theirs" }, HttpStatusCode.Created)).Text("id");
        var line = (await api.AskAsync("POST", other + "/lines", new { number = "T1", access = "ftth" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("contact.not_found", await api.RefusalAsync("PUT", $"{acme}/contacts/{contact}", new { name = "Mine" }));
        Assert.Equal("contact.not_found", await api.RefusalAsync("DELETE", $"{acme}/contacts/{contact}"));
        Assert.Equal("line.not_found", await api.RefusalAsync("PUT", $"{acme}/lines/{line}", new { number = "T1", access = "ftth" }));
        Assert.Equal("line.not_found", await api.RefusalAsync("DELETE", $"{acme}/lines/{line}"));
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var console = acme.Replace("/identity/v1", "/console", StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, await clerk.StatusAsync($"{console}/contacts/{contact}"));
        Assert.Equal(HttpStatusCode.NotFound, await clerk.StatusAsync($"{console}/lines/{line}"));

        using var boss = await hub.SignedInAsync("boss@acme.example");
        foreach (var home in new[] { acme, other })
        {
            Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("GET", home + "/contacts"));
            Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("POST", home + "/contacts", new { name = "Mine" }));
            Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("POST", home + "/lines", new { number = "M1", access = "ftth" }));
        }

        // The same on the pages of the console.
        Assert.EndsWith("contacts?done=saved", await clerk.SubmitAsync(console + "/contacts/new", "contact", new() { ["Form.Name"] = "Zhao Min", ["Form.IsMain"] = "true" }), StringComparison.Ordinal);
        Assert.Contains("Zhao Min", await clerk.ReadAsync(console), StringComparison.Ordinal);
        Assert.Contains("between 1 and", await clerk.SubmitAsync(console + "/lines/new", "line", new() { ["Form.Number"] = "N1", ["Form.Access"] = "Ftth", ["Form.DownMbps"] = "0" }), StringComparison.Ordinal);
        Assert.EndsWith("lines?done=saved", await clerk.SubmitAsync(console + "/lines/new", "line", new() { ["Form.Number"] = "N1", ["Form.Access"] = "Ftth", ["Form.DownMbps"] = "100" }), StringComparison.Ordinal);
        var own = (await api.AskAsync("GET", acme + "/lines")).GetProperty("items")[0].Text("id");
        Assert.EndsWith("lines?done=removed", await clerk.SubmitAsync($"{console}/lines/{own}", "remove"), StringComparison.Ordinal);
        Assert.Contains("No lines yet", await clerk.ReadAsync(console + "/lines"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Changed(JsonElement log, string kind, int which) => log.GetProperty("items").EnumerateArray().Where(i => i.Text("kind") == kind).ElementAt(which)
        .GetProperty("fields").EnumerateArray().Select(f => $"{f.Text("field")}: {f.GetProperty("before").GetString() ?? "–"}→{f.GetProperty("after").GetString() ?? "–"}");

    private static async Task<IEnumerable<(string, bool)>> ContactsAsync(HttpClient api, string home, string query = "") =>
        [.. (await api.AskAsync("GET", $"{home}/contacts{query}")).GetProperty("items").EnumerateArray().Select(c => (c.Text("name"), c.GetProperty("isMain").GetBoolean()))];
}
