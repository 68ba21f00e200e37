using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.SecurityKeys;
using BroadbandHub.Identity.Tests.Sessions;
using BroadbandHub.Sdk;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Identity.Tests.Accounts;

public sealed class FreshSignInTests
{
    private const string Admin = "admin@hub.example";

    [Fact]
    public async Task Roles_are_given_soon_after_a_sign_in_only_by_page_and_by_interface()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var admin = await SessionTests.SignedInAsync(hub, Admin);
        var clerk = new PersonId(await SessionTests.WithDbAsync(hub, db => db.People.Where(p => p.Email == "clerk@hub.example").Select(p => p.Id).SingleAsync()));
        var page = $"/console/people/{clerk}";
        Assert.Equal(page + "?done=roles", await GiveAsync("operator.clerk"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/console/people/new"));

        hub.Clock.Advance(TimeSpan.FromMinutes(11));

        Assert.StartsWith("/sign-in?again=true&deed=true&returnUrl=", await GiveAsync("operator.administrator"), StringComparison.Ordinal);
        Assert.Equal("auth.fresh_sign_in_required", await PutAsync());
        Assert.Equal(HttpStatusCode.Redirect, await admin.StatusAsync("/console/people/new"));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync(page));

        // Nor a program that may as much, whose token nobody asks for a sign-in; nor a list of administrators.
        var client = new { name = "Mine", scopes = new[] { "operator" } };
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("POST", "/identity/v1/clients", client));
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("POST", "/identity/v1/clients/operator-cli/rotate", new { }));
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("POST", $"/identity/v1/people/imports/imp_01m82e98hafzx8aeb03hy9p9tt/confirm", new { invite = true }));
        Assert.StartsWith("/sign-in?again=true&deed=true", await admin.SubmitAsync("/console/clients", "client", new() { ["Form.Name"] = "Mine" }, ("Form.Scopes", "operator")), StringComparison.Ordinal);

        // Nor what destroys evidence; a form of a list is known by how its name begins.
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("POST", "/identity/v1/log/erasures", new { person = clerk }));
        Assert.Equal("auth.fresh_sign_in_required", await admin.Http.RefusalAsync("PUT", "/identity/v1/log/retention", new { business = 30, administration = 30 }));
        Assert.StartsWith("/sign-in?again=true&deed=true", await admin.SubmitAsync(page, "erase"), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?again=true&deed=true", await admin.SubmitAsync("/console/clients", "rotate-operator-cli"), StringComparison.Ordinal);

        // Naming a harmless form as well does not help, wherever it is named.
        foreach (var (query, form) in new[] { ("?_handler=suspend", "roles"), ("?_handler=roles", "suspend"), ("", "suspend") })
        {
            var led = await admin.SubmitPageAsync(page + query, await admin.ReadAsync(page), form, null, ("_handler", query.Length > 0 ? form : "roles"), ("Form.Roles", "operator.administrator"));
            Assert.StartsWith("/sign-in?again=true&deed=true&returnUrl=", led, StringComparison.Ordinal);
        }

        Assert.Equal(page + "?done=suspended", await admin.SubmitAsync(page, "suspend"));
        Assert.False(await SessionTests.WithDbAsync(hub, db => db.People.AnyAsync(p => p.Id == clerk.Value && p.Roles.Any(r => r.Role == "operator.administrator"))));

        Assert.Equal(page, await admin.SubmitAsync("/sign-in?again=true&deed=true&returnUrl=" + Uri.EscapeDataString(page), "sign-in", new() { ["Form.Email"] = Admin, ["Form.Password"] = IdentityHub.Password }));
        Assert.Equal(page + "?done=roles", await GiveAsync("operator.administrator"));
        Assert.Null(await PutAsync());

        Task<string> GiveAsync(string role) => admin.SubmitAsync(page, "roles", null, ("Form.Roles", role));

        async Task<string?> PutAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"/identity/v1/people/{clerk}/roles") { Content = JsonContent.Create(new { roles = new[] { "operator.clerk" } }) };
            request.Headers.Accept.ParseAdd("application/json");
            using var answer = await admin.Http.SendAsync(request);
            return answer.IsSuccessStatusCode ? null : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
        }
    }

    [Fact]
    public async Task Who_has_a_key_proves_it_with_the_key_and_programs_are_not_asked()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var admin = await SessionTests.SignedInAsync(hub, Admin);
        using var key = SecurityKeyTests.Key(hub);
        await SecurityKeyTests.RegisterAsync(admin, key, "Key");

        Assert.Equal(HttpStatusCode.Redirect, await admin.StatusAsync("/console/people/new"));
        Assert.Equal(HttpStatusCode.OK, (await SecurityKeyTests.SignInAsync(admin, key)).Status);
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/console/people/new"));

        hub.Clock.Advance(TimeSpan.FromMinutes(30));
        using var api = await hub.OperatorClientAsync();
        using var made = await api.PostAsJsonAsync("/identity/v1/roles", new { name = new { en = "Reader" }, audience = "operator", permissions = Array.Empty<string>() });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    [Fact]
    public async Task The_window_can_be_set()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database, settings: new() { ["Hub:FreshSignInMinutes"] = "60" });
        using var admin = await SessionTests.SignedInAsync(hub, Admin);
        hub.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(HttpStatusCode.OK, await admin.StatusAsync("/console/people/new"));
        hub.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.Redirect, await admin.StatusAsync("/console/people/new"));
    }

    [Fact]
    public async Task The_demonstration_is_not_asked_unless_somebody_says_so()
    {
        foreach (var (minutes, asked) in new[] { ((string?)null, false), ("10", true) })
        {
            await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
            await using var hub = await IdentityHub.StartAsync(database, settings: new() { ["Hub:Demo"] = "true", ["Hub:FreshSignInMinutes"] = minutes });
            using var admin = await SessionTests.SignedInAsync(hub, Admin);
            hub.Clock.Advance(TimeSpan.FromHours(1));
            Assert.Equal((minutes, asked ? HttpStatusCode.Redirect : HttpStatusCode.OK), (minutes, await admin.StatusAsync("/console/people/new")));
        }
    }
}
