using System.Net;
using BroadbandHub.Identity.Contracts;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.Identity.Tests.SignOn;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Identity.Tests.Customers;

public sealed class CustomerStateTests
{
    private const string Enterprises = "/identity/v1/enterprises";
    private const string Boss = "boss@acme.example";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_a_suspended_enterprise_everybody_is_out_at_once_and_comes_back_only_by_signing_in(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", Enterprises)).GetProperty("items")[0].Text("id");
        var disk = await DiskClient.CreateAsync(hub, "disk");
        using var boss = await hub.SignedInAsync(Boss);
        using var quiet = await hub.SignedInAsync(Boss);
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        var (_, tokens) = await disk.RedeemAsync(await disk.CodeAsync(boss));
        var waiting = await disk.CodeAsync(boss);

        await api.AskAsync("POST", $"{Enterprises}/{acme}/state", new { state = "suspended", reason = "Three bills are unpaid." }, HttpStatusCode.NoContent);

        Assert.Equal(HttpStatusCode.Unauthorized, await boss.Http.StatusAsync("GET", "/identity/v1/people"));
        Assert.NotEqual(HttpStatusCode.OK, (await disk.RedeemAsync(waiting)).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await disk.RefreshAsync(DiskClient.Text(tokens, "refresh_token"))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await disk.UserInfoAsync(DiskClient.Text(tokens, "access_token"))).Status);
        using var again = new BrowserSession(hub);
        Assert.Contains("suspended or has ended", await again.SignInAsync(Boss, IdentityHub.Password), StringComparison.Ordinal);
        Assert.Contains("do not match", await again.SignInAsync(Boss, "not the password"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await clerk.StatusAsync("/console/enterprises/" + acme));
        Assert.Contains("Three bills are unpaid.", await clerk.ReadAsync("/console/enterprises/" + acme), StringComparison.Ordinal);

        // Nothing new is ordered either.
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            var customers = scope.ServiceProvider.GetRequiredService<ICustomers>();
            var refused = await scope.ServiceProvider.GetRequiredService<IUnitOfWork>().RunAsync(
                () => customers.TakeForOrderAsync(EnterpriseId.Parse(acme), TestContext.Current.CancellationToken), _ => true, TestContext.Current.CancellationToken);
            Assert.Equal("customer.not_served", refused?.Code);
        }

        await api.AskAsync("POST", $"{Enterprises}/{acme}/state", new { state = "active", reason = "Paid." }, HttpStatusCode.NoContent);
        Assert.Equal(HttpStatusCode.Unauthorized, await quiet.Http.StatusAsync("GET", "/identity/v1/people"));
        Assert.Equal("/workspace", await again.SignInAsync(Boss, IdentityHub.Password));
        Assert.Equal(["identity.enterprise.resumed", "identity.enterprise.suspended"], await KindsAsync(api));
    }

    [Fact]
    public async Task A_session_that_began_while_the_enterprise_was_being_suspended_gets_no_further()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var boss = await hub.SignedInAsync(Boss);
        await using var scope = hub.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<IdentityDb>();
        db.Enterprises.Single().State = Identity.Customers.CustomerState.Suspended;
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, await boss.Http.StatusAsync("GET", "/identity/v1/people"));
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_closed_enterprise_stays_closed_and_none_closes_over_running_subscriptions(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var running = hub.Services.GetRequiredService<TestRunning>();
        var id = (await api.AskAsync("POST", Enterprises, new { name = "Leaving", state = "prospect" }, HttpStatusCode.Created)).Text("id");
        var state = $"{Enterprises}/{id}/state";
        Assert.Equal("customer.state_not_allowed", await api.RefusalAsync("POST", state, new { state = "suspended", reason = "No." }));
        await api.AskAsync("POST", state, new { state = "active" }, HttpStatusCode.NoContent);
        Assert.Equal("customer.state_not_allowed", await api.RefusalAsync("POST", state, new { state = "prospect", reason = "No." }));
        Assert.Equal("customer.no_reason", await api.RefusalAsync("POST", state, new { state = "closed", reason = " " }));
        Assert.Equal("customer.no_state", await api.RefusalAsync("POST", state, new { reason = "No." }));
        Assert.Equal("customer.bad_reason", await api.RefusalAsync("POST", state, new { state = "closed", reason = new string('x', 501) }));
        running.Count = 2;
        Assert.Equal("customer.has_subscriptions", await api.RefusalAsync("POST", state, new { state = "closed", reason = "Moved away." }));
        await api.AskAsync("POST", state, new { state = "suspended", reason = "Unpaid." }, HttpStatusCode.NoContent);
        running.Count = 0;
        await api.AskAsync("POST", state, new { state = "closed", reason = "Moved away." }, HttpStatusCode.NoContent);
        await api.AskAsync("POST", state, new { state = "closed" }, HttpStatusCode.NoContent);
        Assert.Equal("customer.state_not_allowed", await api.RefusalAsync("POST", state, new { state = "active", reason = "Back." }));
        Assert.Equal(["identity.enterprise.closed", "identity.enterprise.suspended", "identity.enterprise.activated"], await KindsAsync(api));
    }

    [Fact]
    public async Task A_clerk_wins_customers_and_administrators_suspend_them()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        using var clerk = await hub.SignedInAsync("clerk@hub.example");
        using var admin = await hub.SignedInAsync("admin@hub.example");
        var id = (await api.AskAsync("POST", Enterprises, new { name = "Won", state = "prospect" }, HttpStatusCode.Created)).Text("id");
        var page = $"/console/enterprises/{id}/state";
        Assert.EndsWith("?done=state", await clerk.SubmitAsync(page, "state", new() { ["Form.State"] = "Active" }), StringComparison.Ordinal);
        Assert.Contains("Only administrators of customers", await clerk.ReadAsync(page), StringComparison.Ordinal);
        Assert.Equal("customer.state_not_yours", await clerk.Http.RefusalAsync("POST", $"{Enterprises}/{id}/state", new { state = "suspended", reason = "No." }));
        Assert.Contains("Say why", await admin.SubmitAsync(page, "state", new() { ["Form.State"] = "Suspended" }), StringComparison.Ordinal);
        Assert.EndsWith("?done=state", await admin.SubmitAsync(page, "state", new() { ["Form.State"] = "Suspended", ["Form.Reason"] = "Unpaid." }), StringComparison.Ordinal);
    }

    private static async Task<IEnumerable<string>> KindsAsync(HttpClient api) =>
        [.. (await api.AskAsync("GET", "/identity/v1/log")).GetProperty("items").EnumerateArray().Select(i => i.Text("kind")).Where(k => k.StartsWith("identity.enterprise.", StringComparison.Ordinal) && k != "identity.enterprise.created")];
}
