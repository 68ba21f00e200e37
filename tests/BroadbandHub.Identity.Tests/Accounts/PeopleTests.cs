using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class PeopleTests
{
    private const string Admin = "admin@hub.example";
    private const string Password = "three words in a row";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Somebody_added_chooses_a_password_gets_roles_at_once_and_is_out_at_once(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var browser = new BrowserSession(hub);
        var made = await ReadAsync(await api.PostAsJsonAsync("/identity/v1/people", new { name = "Li Na", email = "li.na@operator.test", roles = new[] { "operator.clerk" } }), HttpStatusCode.Created);
        var id = made.GetProperty("id").GetString();
        var link = new Uri(made.GetProperty("passwordLink").GetString()!);
        Assert.Equal(hub.Address.Authority, link.Authority);

        foreach (var words in new[] { "li na", "NA", "Li.Na@Operator" })
        {
            Assert.Equal([id], (await ReadAsync(await api.GetAsync("/identity/v1/people?search=" + Uri.EscapeDataString(words)), HttpStatusCode.OK)).GetProperty("items").EnumerateArray().Select(p => p.GetProperty("id").GetString()));
        }

        await browser.SubmitAsync(link.PathAndQuery, "set-password", new() { ["Form.Wanted"] = Password, ["Form.Again"] = Password });
        Assert.Equal("/console", await browser.SignInAsync("li.na@operator.test", Password));
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/console/people"));
        Assert.Equal(HttpStatusCode.Forbidden, await browser.StatusAsync("/console/people/new"));

        await ReadAsync(await api.PutAsJsonAsync($"/identity/v1/people/{id}/roles", new { roles = new[] { "operator.administrator" } }), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/console/people/new"));
        await ReadAsync(await api.PostAsync($"/identity/v1/people/{id}/suspend", null), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/console/people"));
        Assert.Contains("do not match", await browser.SignInAsync("li.na@operator.test", Password), StringComparison.Ordinal);
        Assert.Equal("person.suspended", await CodeAsync(await api.PostAsync($"/identity/v1/people/{id}/password-link", null)));
        await ReadAsync(await api.PostAsync($"/identity/v1/people/{id}/resume", null), HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/console/people"));
        Assert.Equal("/console", await browser.SignInAsync("li.na@operator.test", Password));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_last_full_administrator_stays_even_when_two_take_each_others_rights_at_the_same_moment(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var first = await IdOfAsync(api, Admin);
        Assert.Equal("person.last_administrator", await CodeAsync(await api.PostAsync($"/identity/v1/people/{first}/suspend", null)));
        Assert.Equal("person.last_administrator", await CodeAsync(await api.PutAsJsonAsync($"/identity/v1/people/{first}/roles", new { roles = new[] { "operator.clerk" } })));

        var second = (await ReadAsync(await api.PostAsJsonAsync("/identity/v1/people", new { name = "Second", email = "second@operator.test", roles = new[] { "operator.administrator" } }), HttpStatusCode.Created)).GetProperty("id").GetString();
        for (var round = 0; round < 5; round++)
        {
            var answers = await Task.WhenAll(
                api.PostAsync($"/identity/v1/people/{first}/suspend", null),
                api.PutAsJsonAsync($"/identity/v1/people/{second}/roles", new { roles = Array.Empty<string>() }));
            Assert.Single(answers, a => a.StatusCode == HttpStatusCode.NoContent);
            Assert.Single(answers, a => a.StatusCode == HttpStatusCode.Conflict);
            await api.PostAsync($"/identity/v1/people/{first}/resume", null);
            await api.PutAsJsonAsync($"/identity/v1/people/{second}/roles", new { roles = new[] { "operator.administrator" } });
        }
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_role_of_ones_own_gives_what_was_chosen_and_nobody_gives_more_than_he_has(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var key = (await ReadAsync(
            await api.PostAsJsonAsync("/identity/v1/roles", new { name = new { en = "Helpdesk", zh = "服务台" }, audience = "operator", permissions = new[] { "identity.people.read", "identity.people.manage", "identity.roles.manage" } }),
            HttpStatusCode.Created)).GetProperty("key").GetString();
        var clerk = await IdOfAsync(api, "clerk@hub.example");
        await ReadAsync(await api.PutAsJsonAsync($"/identity/v1/people/{clerk}/roles", new { roles = new[] { key } }), HttpStatusCode.NoContent);

        using var helpdesk = new BrowserSession(hub);
        Assert.Equal("/console", await helpdesk.SignInAsync("clerk@hub.example", IdentityHub.Password));
        Assert.Equal(HttpStatusCode.OK, await helpdesk.StatusAsync("/console/people/new"));
        Assert.Equal(HttpStatusCode.Forbidden, await helpdesk.StatusAsync("/console/enterprises"));
        var admin = await IdOfAsync(api, Admin);
        Assert.Contains("may do more than you", await helpdesk.SubmitAsync($"/console/people/{admin}", "suspend"), StringComparison.Ordinal);
        Assert.Contains("may do more than you", await helpdesk.SubmitAsync($"/console/people/{admin}", "link"), StringComparison.Ordinal);
        Assert.Contains("may not do yourself", await helpdesk.SubmitAsync($"/console/people/{clerk}", "roles", null, ("Form.Roles", key!), ("Form.Roles", "operator.administrator")), StringComparison.Ordinal);
        Assert.Contains("may not do yourself", await helpdesk.SubmitAsync("/console/roles/new", "role", new() { ["Form.NameEn"] = "More" }, ("Form.Permissions", "billing.runs.approve")), StringComparison.Ordinal);
        Assert.Equal($"/console/people/{clerk}?done=roles", await helpdesk.SubmitAsync($"/console/people/{clerk}", "roles", null, ("Form.Roles", key!)));

        Assert.Equal("role.in_use", await CodeAsync(await api.DeleteAsync("/identity/v1/roles/" + key)));
        await ReadAsync(await api.PutAsJsonAsync("/identity/v1/roles/" + key, new { name = new { en = "Helpdesk" }, audience = "operator", permissions = new[] { "identity.people.read" } }), HttpStatusCode.OK);
        Assert.Equal(HttpStatusCode.Forbidden, await helpdesk.StatusAsync("/console/people/new"));
        await ReadAsync(await api.PutAsJsonAsync($"/identity/v1/people/{clerk}/roles", new { roles = Array.Empty<string>() }), HttpStatusCode.NoContent);
        await ReadAsync(await api.DeleteAsync("/identity/v1/roles/" + key), HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("""{"email":"a@b.test"}""", "person.bad_name")]
    [InlineData("""{"name":"A","email":"nobody"}""", "person.email_wrong")]
    [InlineData("""{"name":"A","email":"ADMIN@hub.example"}""", "person.email_taken")]
    [InlineData("""{"name":"A","email":"a@b.test","roles":["no.such"]}""", "role.unknown")]
    [InlineData("""{"name":"A","email":"a@b.test","roles":["enterprise.administrator"]}""", "role.unknown")]
    [InlineData("""{"name":"A","email":"a@b.test","enterpriseId":"ent_01m82e98hafzx8aeb03hy9p9tt"}""", "person.unknown_enterprise")]
    [InlineData("""{"name":"A","email":"a@b.test","partnerId":"ptn_01m82e98hafzx8aeb03hy9p9tt"}""", "person.unknown_partner")]
    public async Task Bad_input_is_refused_and_nobody_is_made(string json, string code)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");

        Assert.Equal(code, await CodeAsync(await api.PostAsync("/identity/v1/people", content)));
        Assert.Equal(4, (await api.GetFromJsonAsync<JsonElement>("/identity/v1/people")).GetProperty("items").GetArrayLength());
    }

    private static async Task<string?> IdOfAsync(HttpClient api, string email) =>
        (await api.GetFromJsonAsync<JsonElement>("/identity/v1/people?search=" + email)).GetProperty("items")[0].GetProperty("id").GetString();

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(status == answer.StatusCode, $"{(int)answer.StatusCode}: {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement.Clone();
    }
}
