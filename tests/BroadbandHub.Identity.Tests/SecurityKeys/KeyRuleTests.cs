using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Accounts;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.Identity.Tests.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.SecurityKeys;

public sealed class KeyRuleTests
{
    private const string Boss = "boss@acme.example";
    private const string Keys = "/identity/v1/account/security-keys";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Where_a_key_is_required_the_password_gets_no_further_than_registering_one(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        var disk = await DiskClient.CreateAsync(hub, "disk");
        using var before = await SessionTests.SignedInAsync(hub, Boss);
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(before));
        await RequireAsync(hub, "roles/" + Role.EnterpriseAdministrator.Key, true);

        // The session that was open, with what it opened, and a new one.
        Assert.Equal(HttpStatusCode.BadRequest, (await disk.RefreshAsync(tokens.Text("refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, await before.StatusAsync("/workspace"));
        using var browser = new BrowserSession(hub);
        Assert.Equal("/account/keys?required=true", await browser.SignInAsync(Boss, IdentityHub.Password));
        foreach (var path in new[] { "/workspace", "/account", "/account/codes", "/account/password", "/Account/KeysAndMore", "/workspace/..%2Faccount/keys" })
        {
            using var closed = await browser.Http.GetAsync(path);
            Assert.True(closed.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.NotFound, $"{path}: {closed.StatusCode}");
        }

        using var api = await browser.Http.GetAsync("/identity/v1/account/sessions");
        Assert.NotEqual(HttpStatusCode.OK, api.StatusCode);
        using var signOn = await browser.Http.GetAsync(disk.Address());
        Assert.StartsWith("/sign-in", signOn.Headers.Location!.PathOf(), StringComparison.Ordinal);

        using var key = SecurityKeyTests.Key(hub);
        Assert.Contains("asks for a security key", await browser.ReadAsync("/account/keys"), StringComparison.Ordinal);
        var id = await SecurityKeyTests.RegisterAsync(browser, key, "First");
        Assert.Equal(HttpStatusCode.Redirect, await browser.StatusAsync("/workspace"));
        Assert.Equal(HttpStatusCode.OK, (await SecurityKeyTests.SignInAsync(browser, key)).Status);
        Assert.Equal(HttpStatusCode.OK, await browser.StatusAsync("/workspace"));
        await disk.CodeAsync(browser);

        using var last = await browser.Http.DeleteAsync($"{Keys}/{id}");
        Assert.Equal("key.last_required", await CodeAsync(last));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_has_a_key_and_must_use_it_does_not_get_in_with_the_password_nor_make_a_second_key_with_it(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = SecurityKeyTests.Key(hub);
        using var withPassword = await SessionTests.SignedInAsync(hub, Boss);
        var id = await SecurityKeyTests.RegisterAsync(withPassword, key, "Key");
        var acme = await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).Select(p => p.EnterpriseId).SingleAsync());
        await RequireAsync(hub, "enterprises/" + acme, true);

        using var thief = new BrowserSession(hub);
        Assert.Contains("asks for your security key", await thief.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, await thief.StatusAsync("/account/keys"));
        using var asked = await withPassword.Http.PostAsync(Keys + "/question", null);
        Assert.Equal("key.needed", await CodeAsync(asked));
        using var removed = await withPassword.Http.DeleteAsync($"{Keys}/{id}");
        Assert.Equal("key.needed", await CodeAsync(removed));

        await RequireAsync(hub, "enterprises/" + acme, false);
        Assert.Equal(HttpStatusCode.OK, await withPassword.StatusAsync("/workspace"));
    }

    [Fact]
    public async Task Nobody_lifts_the_rule_of_a_role_that_may_more_than_he()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        await RequireAsync(hub, "roles/role.none", true, HttpStatusCode.NotFound);
        await RequireAsync(hub, "enterprises/" + EnterpriseId.New(TimeProvider.System), true, HttpStatusCode.NotFound);
        using var clerk = await SessionTests.SignedInAsync(hub, "clerk@hub.example");
        using var refused = await clerk.Http.PutAsJsonAsync("/identity/v1/roles/operator.administrator/security-key", new { required = false });
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var api = await hub.OperatorClientAsync();
        using var made = await api.PostAsJsonAsync("/identity/v1/roles", new { name = new { en = "Role keeper" }, audience = "operator", permissions = new[] { IdentityPermissions.ManageRoles } });
        var key = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("key").GetString()!;
        await SessionTests.WithDbAsync(hub, db => db.Database.ExecuteSqlAsync($"update idn_person_roles set Role = {key} where Role = 'operator.clerk'"));
        using var more = await clerk.Http.PutAsJsonAsync("/identity/v1/roles/operator.administrator/security-key", new { required = false });
        Assert.Equal("role.beyond_own", await CodeAsync(more));
    }

    [Fact]
    public async Task An_enterprise_requires_keys_of_its_own_people_and_of_nobody_else()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var made = await api.PostAsJsonAsync("/identity/v1/enterprises", new { name = "Other Ltd" });
        var other = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString();
        using var boss = await SessionTests.SignedInAsync(hub, Boss);
        using var refused = await boss.Http.PutAsJsonAsync($"/identity/v1/enterprises/{other}/security-key", new { required = true });
        Assert.Equal("enterprise.not_found", await CodeAsync(refused));
        Assert.Equal(0, await SessionTests.WithDbAsync(hub, db => db.KeyRules.CountAsync()));

        await boss.SubmitAsync("/workspace/people", "key-rule");
        Assert.Equal(HttpStatusCode.Redirect, await boss.StatusAsync("/workspace/people"));
        Assert.Equal(1, await SessionTests.WithDbAsync(hub, db => db.KeyRules.CountAsync()));
    }

    [Fact]
    public async Task Who_lost_key_and_telephone_is_let_in_with_the_password_by_an_administrator()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var key = SecurityKeyTests.Key(hub);
        using var owner = await SessionTests.SignedInAsync(hub, Boss);
        await SecurityKeyTests.RegisterAsync(owner, key, "Lost");
        await RequireAsync(hub, "roles/" + Role.EnterpriseAdministrator.Key, true);
        var id = new PersonId(await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == Boss).Select(p => p.Id).SingleAsync()));

        using var admin = await SessionTests.SignedInAsync(hub, "admin@hub.example");
        Assert.Equal($"/console/people/{id}?done=reset", await admin.SubmitAsync($"/console/people/{id}", "reset"));

        Assert.Equal(HttpStatusCode.Redirect, await owner.StatusAsync("/account/keys"));
        Assert.Equal("sign_in.key_refused", (await SecurityKeyTests.SignInAsync(owner, key)).Said.GetProperty("code").GetString());
        Assert.Equal("/account/keys?required=true", await owner.SignInAsync(Boss, IdentityHub.Password));
    }

    private static async Task RequireAsync(IdentityHub hub, string subject, bool required, HttpStatusCode expected = HttpStatusCode.NoContent)
    {
        using var api = await hub.OperatorClientAsync();
        using var answer = await api.PutAsJsonAsync($"/identity/v1/{subject}/security-key", new { required });
        Assert.True(answer.StatusCode == expected, $"{subject}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<string?> CodeAsync(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
}

file static class Locations
{
    public static string PathOf(this Uri location) => location.IsAbsoluteUri ? location.PathAndQuery : location.ToString();
}
