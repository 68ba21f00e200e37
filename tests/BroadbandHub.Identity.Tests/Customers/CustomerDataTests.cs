using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class CustomerDataTests
{
    private const string Enterprises = "/identity/v1/enterprises";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task What_is_known_of_a_customer_is_changed_whole_and_logged(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var id = (await api.AskAsync("POST", Enterprises, new
        {
            name = "杭州云栖科技有限公司", number = "C-1001", registrationNumber = "9133 0100 7996 5505 8b", legalRepresentative = "张三", registeredAddress = "杭州市西湖区 1 号", industry = "i",
            size = "large", creditClass = "a", tags = new[] { "VIP", "vip ", "华东" }, state = "prospect",
        }, HttpStatusCode.Created)).Text("id");

        var made = await api.AskAsync("GET", $"{Enterprises}/{id}");
        Assert.Equal(("91330100799655058B", "张三", "i", "large", "a", "prospect"), (made.Text("registrationNumber"), made.Text("legalRepresentative"), made.Text("industry"), made.Text("size"), made.Text("creditClass"), made.Text("state")));
        Assert.Equal(["VIP", "华东"], made.GetProperty("tags").EnumerateArray().Select(t => t.GetString()).Order(StringComparer.Ordinal));

        var revision = made.GetProperty("revision").GetInt32();
        await api.AskAsync("PUT", $"{Enterprises}/{id}", new { name = "杭州云栖科技", number = "C-1001", creditClass = "c", tags = new[] { "vip", "新" }, revision }, HttpStatusCode.NoContent);
        var changed = await api.AskAsync("GET", $"{Enterprises}/{id}");
        Assert.Equal(("杭州云栖科技", "c", null), (changed.Text("name"), changed.Text("creditClass"), changed.GetProperty("registrationNumber").GetString()));
        Assert.Equal(["vip", "新"], changed.GetProperty("tags").EnumerateArray().Select(t => t.GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("prospect", changed.Text("state"));

        // Somebody who read it before loses nothing of the other's work.
        Assert.Equal("customer.changed_meanwhile", await api.RefusalAsync("PUT", $"{Enterprises}/{id}", new { name = "Mine", revision }));
        var log = (await api.AskAsync("GET", "/identity/v1/log?kind=identity.enterprise.changed")).GetRawText();
        Assert.Contains("杭州云栖科技有限公司", log, StringComparison.Ordinal);
        Assert.DoesNotContain("张三", log, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task One_licence_and_one_number_are_one_customer_even_at_the_same_moment(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var codes = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => SentAsync(api, "POST", Enterprises, new { name = $"Copy {i}", registrationNumber = i % 2 == 0 ? "91330100799655058B" : "9133-0100-799655058b" })));
        Assert.Equal([null, .. Enumerable.Repeat("customer.licence_taken", 5)], codes.Order(StringComparer.Ordinal));

        await api.AskAsync("POST", Enterprises, new { name = "Numbered", number = "7" }, HttpStatusCode.Created);
        Assert.Equal("customer.number_taken", await api.RefusalAsync("POST", Enterprises, new { name = "Numbered too", number = " 7 " }));
        var other = (await api.AskAsync("POST", Enterprises, new { name = "Other" }, HttpStatusCode.Created)).Text("id");
        Assert.Equal("customer.number_taken", await api.RefusalAsync("PUT", $"{Enterprises}/{other}", new { name = "Other", number = "7" }));
        Assert.Equal("customer.licence_taken", await api.RefusalAsync("PUT", $"{Enterprises}/{other}", new { name = "Other", registrationNumber = "91330100799655058B" }));
        Assert.Equal("organisation.name_taken", await api.RefusalAsync("PUT", $"{Enterprises}/{other}", new { name = "numbered" }));
        await api.AskAsync("PUT", $"{Enterprises}/{other}", new { name = "OTHER" }, HttpStatusCode.NoContent);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Whatever_is_taken_as_a_contact_fits_and_no_licence_is_nobodys(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var address = new string('a', 235) + "@longest.example.com"[..19];
        Assert.Equal(254, address.Length);
        var id = (await api.AskAsync("POST", Enterprises, new { name = "Long Address", registrationNumber = "-", contactEmail = address }, HttpStatusCode.Created)).Text("id");
        var kept = await api.AskAsync("GET", $"{Enterprises}/{id}");
        Assert.Equal((address[..200], address, null), (kept.Text("contactName"), kept.Text("contactEmail"), kept.GetProperty("registrationNumber").GetString()));
        await api.AskAsync("POST", Enterprises, new { name = "No Licence", registrationNumber = " -- " }, HttpStatusCode.Created);
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = "A", contactEmail = "a" + address }, "organisation.email_wrong"), (new { name = "A", contactEmail = "\"a b\"@example.com" }, "organisation.email_wrong"),
            (new { name = "A", contactEmail = new string('\u0958', 200) + "@example.com" }, "organisation.email_wrong"), (new { name = "A", contactName = "Li\nWei" }, "organisation.contact_not_text"),
            (new { name = "A", contactPhone = "1\u00002" }, "organisation.phone_not_text"),
        })
        {
            Assert.Equal(code, await api.RefusalAsync("POST", Enterprises, body));
        }
    }

    [Fact]
    public async Task Bad_customer_data_is_told_with_a_stable_code_and_a_stranger_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var id = (await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id");
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = "A", registrationNumber = "91330100799655058C" }, "customer.bad_licence"),
            (new { name = "A", number = new string('1', 31) }, "customer.bad_number"),
            (new { name = "A", legalRepresentative = new string('x', 101) }, "customer.bad_representative"),
            (new { name = "A", registeredAddress = "a\nb" }, "customer.bad_address"),
            (new { name = "A", tags = Enumerable.Range(0, 21).Select(i => $"{i}") }, "customer.bad_tags"),
            (new { name = "A", tags = new[] { " " } }, "customer.bad_tags"),
            (new { name = "A", tags = new string?[] { null } }, "customer.bad_tags"),
            (new { name = "A", industry = "Z" }, "input.malformed"),
            (new { name = "A", creditClass = 1 }, "input.malformed"),
            (new { name = " " }, "organisation.name_missing"),
        })
        {
            Assert.Equal(code, await api.RefusalAsync("POST", Enterprises, body));
            Assert.Equal(code, await api.RefusalAsync("PUT", $"{Enterprises}/{id}", body));
        }

        Assert.Equal("customer.bad_first_state", await api.RefusalAsync("POST", Enterprises, new { name = "A", state = "closed" }));
        Assert.Equal("enterprise.not_found", await api.RefusalAsync("PUT", $"{Enterprises}/{BroadbandHub.Sdk.EnterpriseId.New(TimeProvider.System)}", new { name = "A" }));

        using var boss = await hub.SignedInAsync("boss@acme.example");
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("PUT", $"{Enterprises}/{id}", new { name = "Mine", creditClass = "a" }));
        Assert.Equal(HttpStatusCode.Forbidden, await boss.Http.StatusAsync("POST", $"{Enterprises}/{id}/state", new { state = "active" }));
        Assert.Equal("Acme Trading", (await api.AskAsync("GET", $"{Enterprises}/{id}")).Text("name"));
    }

    [Fact]
    public async Task The_form_keeps_what_was_typed_and_says_what_is_wrong()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var page = $"/console/enterprises/{(await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id")}/edit";
        var wrong = await clerk.SubmitAsync(page, "enterprise", new() { ["Form.Name"] = "Acme Retail", ["Form.RegistrationNumber"] = "91330100799655058C", ["Form.Industry"] = "F", ["Form.Tags"] = "东, 西，北" });
        Assert.Contains("does not fit the others", wrong, StringComparison.Ordinal);
        Assert.Contains("Acme Retail", wrong, StringComparison.Ordinal);
        var saved = await clerk.SubmitPageAsync(page, wrong, "enterprise", new() { ["Form.Name"] = "Acme Retail", ["Form.RegistrationNumber"] = "91330100799655058B", ["Form.Industry"] = "F", ["Form.Tags"] = "东, 西，北" });
        Assert.EndsWith("?done=saved", saved, StringComparison.Ordinal);
        var shown = await clerk.ReadAsync(saved);
        Assert.Contains("Wholesale and retail", shown, StringComparison.Ordinal);
        Assert.Contains("北", WebUtility.HtmlDecode(shown), StringComparison.Ordinal);
        Assert.Contains("Somebody else has changed", await clerk.SubmitPageAsync(page, wrong, "enterprise", new() { ["Form.Name"] = "Acme Late" }), StringComparison.Ordinal);
    }

    private static async Task<string?> SentAsync(HttpClient api, string method, string path, object body)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = System.Net.Http.Json.JsonContent.Create(body) };
        using var answer = await api.SendAsync(request);
        return answer.IsSuccessStatusCode ? null : System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Text("code");
    }
}
