using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tokens;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Tokens;

/// <summary>API clients outside of any application.</summary>
public sealed class ClientTests
{
    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_client_may_what_its_scopes_say_and_its_successor_takes_over_without_a_gap(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var full = await hub.OperatorClientAsync();
        var (id, secret) = await MakeAsync(full, "Data warehouse", "identity.organisations.read", "identity.people.read");

        // Without asking it gets all it may have; with asking no more than that.
        using var reader = Client(hub, await hub.TokenAsync(id, secret, ""));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, "/identity/v1/enterprises"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, "/identity/v1/people"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader, "/identity/v1/clients"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(reader, "/identity/v1/administration-log"));
        using var write = await reader.PostAsJsonAsync("/identity/v1/enterprises", new { name = "Not mine to make" });
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        using var narrow = Client(hub, await hub.TokenAsync(id, secret, "identity.people.read"));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (await StatusAsync(narrow, "/identity/v1/people"), await StatusAsync(narrow, "/identity/v1/enterprises")));
        foreach (var more in new[] { "operator", "identity.people.manage", "no.such.scope" })
        {
            using var refused = await hub.AskForTokenAsync(id, secret, more);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var rotated = await full.PostAsJsonAsync($"/identity/v1/clients/{id}/rotate", new { });
        var fresh = await rotated.Content.ReadFromJsonAsync<JsonElement>();
        using var next = Client(hub, await hub.TokenAsync(fresh.GetProperty("clientId").GetString()!, fresh.GetProperty("clientSecret").GetString()!, ""));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await StatusAsync(reader, "/identity/v1/people"), await StatusAsync(next, "/identity/v1/people")));

        using var gone = await full.DeleteAsync($"/identity/v1/clients/{id}");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (await StatusAsync(reader, "/identity/v1/people"), await StatusAsync(next, "/identity/v1/people")));
        using var noToken = await hub.AskForTokenAsync(id, secret, "");
        Assert.Equal(HttpStatusCode.Unauthorized, noToken.StatusCode);
        var listed = (await full.GetFromJsonAsync<JsonElement>("/identity/v1/clients")).GetProperty("items").EnumerateArray().Where(c => c.GetProperty("name").GetString() == "Data warehouse").ToList();
        Assert.Equal(2, listed.Count);
        Assert.All(listed, c => Assert.NotEqual(JsonValueKind.Null, c.GetProperty("lastUsedAt").ValueKind));
        Assert.DoesNotContain(secret, listed[1].GetRawText(), StringComparison.Ordinal);

        await using var scope = hub.Services.CreateAsyncScope();
        var logged = await scope.ServiceProvider.GetRequiredService<IdentityDb>().LogEntries.AsNoTracking().Where(e => e.SubjectType == "client" && e.Refused == null).OrderBy(e => e.Id).ToListAsync();
        Assert.Equal(["identity.client.created", "identity.client.rotated", "identity.client.revoked"], logged.Select(e => e.Kind));
        Assert.All(logged, e => Assert.DoesNotContain(secret, e.Fields ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_successor_lives_as_long_as_the_first_was_made_for_and_the_log_names_it()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var full = await hub.OperatorClientAsync();
        Assert.Equal("credential.expiry_too_far", await full.RefusalAsync("POST", "/identity/v1/clients", new { name = "Typing error", scopes = new[] { "identity.people.read" }, expiresAt = "9999-12-31T23:59:59Z" }));
        using (var admin = await hub.SignedInAsync("admin@hub.example"))
        {
            Assert.Contains("2200 at the latest", await admin.SubmitAsync("/console/clients", "client", new() { ["Form.Name"] = "A", ["Form.ExpiresOn"] = "9999-12-31" }, ("Form.Scopes", "operator")), StringComparison.Ordinal);
        }

        var end = hub.Clock.GetUtcNow().AddDays(30);
        var first = (await full.AskAsync("POST", "/identity/v1/clients", new { name = "Thirty days", scopes = new[] { "identity.people.read" }, expiresAt = end }, HttpStatusCode.Created)).Text("clientId");
        hub.Clock.Advance(TimeSpan.FromDays(20));
        using var later = await hub.OperatorClientAsync();
        var second = (await later.AskAsync("POST", $"/identity/v1/clients/{first}/rotate", new { })).Text("clientId");

        // Also when the one that was given an early end by a rotation is rotated once more.
        var third = (await later.AskAsync("POST", $"/identity/v1/clients/{first}/rotate", new { })).Text("clientId");
        var listed = (await later.AskAsync("GET", "/identity/v1/clients")).GetProperty("items").EnumerateArray().ToDictionary(i => i.Text("clientId"), i => i.GetProperty("expiresAt"));
        var now = hub.Clock.GetUtcNow();
        Assert.All(new[] { second, third }, id => Assert.InRange(listed[id].GetDateTimeOffset() - now, TimeSpan.FromDays(29.9), TimeSpan.FromDays(30)));
        Assert.InRange(listed[first].GetDateTimeOffset() - now, TimeSpan.FromHours(23), TimeSpan.FromHours(24));
        var endless = (await later.AskAsync("POST", "/identity/v1/clients", new { name = "For ever", scopes = new[] { "identity.people.read" } }, HttpStatusCode.Created)).Text("clientId");
        var next = (await later.AskAsync("POST", $"/identity/v1/clients/{endless}/rotate", new { })).Text("clientId");
        Assert.Equal(JsonValueKind.Null, (await later.AskAsync("GET", "/identity/v1/clients")).GetProperty("items").EnumerateArray().Single(i => i.Text("clientId") == next).GetProperty("expiresAt").ValueKind);
        var lines = (await later.AskAsync("GET", $"/identity/v1/administration-log?kind=identity.client.rotated&subject={first}")).GetProperty("items").EnumerateArray();
        Assert.Equal([third, second], lines.Select(l => l.GetProperty("fields").EnumerateArray().Single(x => x.Text("field") == "successor").Text("after")));
    }

    [Fact]
    public async Task Whoever_made_a_client_answers_for_it_and_for_the_clients_that_it_made()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var admin = await hub.SignedInAsync("admin@hub.example");
        using var full = await hub.OperatorClientAsync();
        var me = (await full.GetFromJsonAsync<JsonElement>("/identity/v1/people?search=admin@hub.example")).GetProperty("items")[0].GetProperty("id").GetString();
        var (first, secret) = await MakeAsync(admin.Http, "First", "system.clients.manage");
        using var asFirst = Client(hub, await hub.TokenAsync(first, secret, ""));
        var (second, _) = await MakeAsync(asFirst, "Second", "system.clients.manage");
        var (hubs, _) = await MakeAsync(full, "Made by what the hub made", "system.clients.manage");
        using var rotated = await admin.Http.PostAsJsonAsync($"/identity/v1/clients/{hubs}/rotate", new { });
        var fresh = (await rotated.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("clientId").GetString()!;

        await using var scope = hub.Services.CreateAsyncScope();
        var owners = scope.ServiceProvider.GetRequiredService<IClientOwners>();
        Assert.Equal([me, me, null, me, null], [await OwnerAsync(first), await OwnerAsync(second), await OwnerAsync(hubs), await OwnerAsync(fresh), await OwnerAsync("nobody's")]);

        async Task<string?> OwnerAsync(string client) => (await owners.FindOwnerAsync(client, TestContext.Current.CancellationToken))?.ToString();
    }

    [Fact]
    public async Task Nobody_makes_or_rotates_a_client_that_may_more_than_himself()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var full = await hub.OperatorClientAsync();
        var (mighty, _) = await MakeAsync(full, "Everything", "operator");
        var (id, secret) = await MakeAsync(full, "Maker", "system.clients.manage", "identity.people.read");
        using var maker = Client(hub, await hub.TokenAsync(id, secret, ""));
        foreach (var scopes in new[] { new[] { "operator" }, ["identity.people.manage"], ["identity.people.read", "identity.roles.manage"] })
        {
            Assert.Equal((HttpStatusCode.Forbidden, "client.beyond_own"), await RefusedAsync(await maker.PostAsJsonAsync("/identity/v1/clients", new { name = "More", scopes })));
        }

        Assert.Equal((HttpStatusCode.Forbidden, "client.beyond_own"), await RefusedAsync(await maker.PostAsJsonAsync($"/identity/v1/clients/{mighty}/rotate", new { })));
        using var fine = await maker.PostAsJsonAsync("/identity/v1/clients", new { name = "Less", scopes = new[] { "identity.people.read" } });
        Assert.Equal(HttpStatusCode.Created, fine.StatusCode);
        foreach (var (body, code) in new (object, string)[]
        {
            (new { name = "", scopes = new[] { "operator" } }, "client.bad_name"), (new { name = "None", scopes = Array.Empty<string>() }, "client.no_scopes"), (new { name = "None" }, "client.no_scopes"),
            (new { name = "Odd", scopes = new[] { "billing.usage" } }, "client.unknown_scope"), (new { name = "Odd", scopes = new string?[] { null } }, "client.unknown_scope"),
            (new { name = "Old", scopes = new[] { "operator" }, expiresAt = "2020-01-01T00:00:00Z" }, "credential.expired_already"),
        })
        {
            Assert.Equal((HttpStatusCode.BadRequest, code), await RefusedAsync(await full.PostAsJsonAsync("/identity/v1/clients", body)));
        }

        Assert.Equal((HttpStatusCode.NotFound, "credential.not_found"), await RefusedAsync(await full.PostAsJsonAsync("/identity/v1/clients/client.unknown/rotate", new { })));
    }

    [Fact]
    public async Task An_applications_credential_is_no_client_and_a_client_is_made_on_the_page()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var full = await hub.OperatorClientAsync();
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var unitOfWork = scope.ServiceProvider.GetRequiredService<Storage.Contracts.IUnitOfWork>();
            var made = await unitOfWork.RunAsync(() => scope.ServiceProvider.GetRequiredService<ApplicationClients>().CreateAsync("network-disk", "Disk", ["billing.usage"], null, default), _ => true, default);
            using var foreign = await full.DeleteAsync("/identity/v1/clients/" + made.ClientId);
            Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);

            // It is not the operator's, whatever it asks for.
            using var disk = Client(hub, await hub.TokenAsync(made.ClientId, made.ClientSecret, "billing.usage"));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(disk, "/identity/v1/enterprises"));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(disk, "/identity/v1/log"));
        }

        using var browser = new BrowserSession(hub);
        await browser.SignInAsync("admin@hub.example", IdentityHub.Password);
        var page = await browser.SubmitAsync("/console/clients", "client", new() { ["Form.Name"] = "By hand", ["Form.Scopes"] = "identity.people.read" });
        var (id, secret) = (Between(page, "<code class=\"hub-id\">", 0), Between(page, "<code class=\"hub-id\">", 1));
        using var reader = Client(hub, await hub.TokenAsync(id, secret, ""));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(reader, "/identity/v1/people"));
        Assert.DoesNotContain(secret, await browser.ReadAsync("/console/clients"), StringComparison.Ordinal);
    }

    private static string Between(string page, string start, int which)
    {
        var at = -1;
        for (var i = 0; i <= which; i++)
        {
            at = page.IndexOf(start, at + 1, StringComparison.Ordinal);
            Assert.True(at >= 0, page);
        }

        return page[(at + start.Length)..page.IndexOf('<', at + start.Length)];
    }

    private static async Task<(string Id, string Secret)> MakeAsync(HttpClient client, string name, params string[] scopes)
    {
        using var made = await client.PostAsJsonAsync("/identity/v1/clients", new { name, scopes });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        var body = await made.Content.ReadFromJsonAsync<JsonElement>();
        return (body.GetProperty("clientId").GetString()!, body.GetProperty("clientSecret").GetString()!);
    }

    private static async Task<(HttpStatusCode, string?)> RefusedAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        }
    }

    private static HttpClient Client(IdentityHub hub, string token)
    {
        var client = new HttpClient { BaseAddress = hub.Address };
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return client;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(path);
        return answer.StatusCode;
    }
}
