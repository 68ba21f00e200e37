using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BroadbandHub.EndToEnd.Tests.Crash;
using BroadbandHub.TestSupport;
using MySqlConnector;

namespace BroadbandHub.EndToEnd.Tests.Nodes;

/// <summary>What an installation of several hosts promises, shown with real processes.</summary>
public sealed class TwoNodesTests
{
    private const int Customers = 6;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_nodes_that_start_at_once_on_an_empty_database_are_one_hub()
    {
        await using var nodes = await TwoNodes.StartAsync();
        var (first, second) = await nodes.OperatorsAsync();
        using var _ = first;
        using var __ = second;

        await HaveOneSetOfKeysAsync(nodes);
        await SignInsAreGoodOnBothAsync(nodes, first, second);

        await first.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await second.GetAsync("/system/v1/plugins"))["items"]!.AsArray().Single(p => (string?)p!["id"] == "app.network-disk")!["nodes"]!.AsArray()
                .Count(n => (string?)n!["status"] == "running") == 2,
            () => "both nodes run the plugin that was enabled on one\n" + nodes.Second.Output);

        var sold = await first.SellAsync([Price], Customers);
        await UsageIsChargedOnceAsync(nodes, sold);
        await NoJobRunsBeforeItIsDueAsync(nodes);
        await SignOnAcrossNodes.IsGoodAsync(nodes, first, second);
        await ARunOutlivesItsNodeAsync(nodes, first, second);
    }

    /// <summary>Where no demonstration is seeded, nothing but the keys' own lock keeps the nodes apart.</summary>
    [Fact]
    public async Task Two_nodes_that_start_at_once_outside_Development_make_one_set_of_keys()
    {
        await using var nodes = await TwoNodes.StartAsync("Production");
        await HaveOneSetOfKeysAsync(nodes);
        Assert.Equal(0, await nodes.NumberAsync("SELECT COUNT(*) FROM idn_people"));
    }

    private static async Task HaveOneSetOfKeysAsync(TwoNodes nodes)
    {
        Assert.Equal(1, await nodes.NumberAsync("SELECT COUNT(*) FROM idn_keys WHERE Purpose = 'data-protection'"));
        Assert.Equal(2, await nodes.NumberAsync("SELECT COUNT(*) FROM idn_keys WHERE Purpose = 'token'"));
    }

    /// <summary>0.10 yuan a request.</summary>
    private static object Price => new { type = "perUnit", key = "requests", name = new { en = "Requests", zh = "请求" }, taxCategory = "zero", meter = "requests", unitPrice = 0.1m };

    private static async Task SignInsAreGoodOnBothAsync(TwoNodes nodes, HubApi first, HubApi second)
    {
        foreach (var (api, other) in new[] { (first, nodes.Second), (second, nodes.First) })
        {
            using var elsewhere = new HttpClient { BaseAddress = other.Address, DefaultRequestHeaders = { Authorization = api.Http.DefaultRequestHeaders.Authorization } };
            using var answer = await elsewhere.GetAsync("/system/v1/nodes", Cancel);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        foreach (var (here, there) in new[] { (nodes.First, nodes.Second), (nodes.Second, nodes.First) })
        {
            // The form is asked for on one node and posted to the other; the cookie that the other gives is used on the first.
            using var handler = new HttpClientHandler { AllowAutoRedirect = false };
            using var browser = new HttpClient(handler);
            using var signedIn = await SignOnAcrossNodes.SendFormAsync(
                browser, here.Address, there.Address, "/sign-in", "sign-in", new() { ["Form.Email"] = "admin@hub.example", ["Form.Password"] = "try-the-hub-2026" });
            Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
            using var page = await browser.GetAsync(new Uri(here.Address, "/console/plugins"), Cancel);
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    /// <summary>Each customer's batch goes to both nodes several times at once.</summary>
    private static async Task UsageIsChargedOnceAsync(TwoNodes nodes, (IReadOnlyList<string> Subscriptions, string ClientId, string ClientSecret) sold)
    {
        using var a = await HubApi.AsAsync(nodes.First.Address, sold.ClientId, sold.ClientSecret, "billing.usage");
        using var b = await HubApi.AsAsync(nodes.Second.Address, sold.ClientId, sold.ClientSecret, "billing.usage");
        var time = HubApi.FirstOfLastMonth().AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T12:00:00+08:00";
        var answers = await Task.WhenAll(
            from subscription in sold.Subscriptions
            from api in new[] { a, b, a, b }
            select api.PostAsync(
                "/billing/v1/usage",
                new { events = Enumerable.Range(0, 100).Select(i => new { id = $"{subscription}-{i}", subscription, meter = "requests", quantity = 1, time }) }));
        Assert.Equal(100 * Customers, answers.Sum(r => (int)r["accepted"]!));
        Assert.Equal(300 * Customers, answers.Sum(r => (int)r["duplicates"]!));
        var books = await Books.ReadAsync(nodes.Database);
        Assert.Equal(100 * Customers, books.EventIds.Count);
        Assert.Equal(1_000 * Customers, books.UsageCharged);
        books.AssertBalanced();
    }

    /// <summary>Both nodes look at every job; the database wrote down when each began. Bill runs are left out: they are woken when there is work.</summary>
    private static async Task NoJobRunsBeforeItIsDueAsync(TwoNodes nodes)
    {
        await Eventually.IsTrueAsync(
            async () => await nodes.NumberAsync("SELECT COUNT(DISTINCT Name) FROM job_runs") == await nodes.NumberAsync("SELECT COUNT(*) FROM st_jobs")
                && await nodes.NumberAsync("SELECT COUNT(*) FROM job_runs WHERE Name = 'billing.runs'") >= 2,
            "each job has run");
        Assert.Empty(await nodes.RowsAsync(
            "SELECT Name, Node, Due - Began FROM job_runs WHERE Began < Due AND Name <> 'orders.provisioning'", r => $"{r.GetString(0)} on {r.GetString(1)}, {r.GetInt64(2)} µs early"));
        Assert.Equal(1, await nodes.NumberAsync("SELECT COUNT(*) FROM job_runs WHERE Name = 'billing.rate-last-month'"));
    }

    private static async Task ARunOutlivesItsNodeAsync(TwoNodes nodes, HubApi first, HubApi second)
    {
        var run = (string)(await first.PostAsync("/billing/v1/runs", new { month = HubApi.FirstOfLastMonth().ToString("yyyy-MM", CultureInfo.InvariantCulture) }))["id"]!;
        await Eventually.IsTrueAsync(async () => (string?)(await first.GetAsync($"/billing/v1/runs/{run}"))["state"] == "previewed", "the run is previewed");
        await first.PostAsync($"/billing/v1/runs/{run}/approve");

        // A row that the test holds stops the run in the middle, so that the kill certainly falls into it.
        await using var holder = new MySqlConnection(nodes.Database.ConnectionString);
        await holder.OpenAsync(Cancel);
        await using var hold = await holder.BeginTransactionAsync(Cancel);
        var bills = await nodes.RowsAsync("SELECT HEX(Id) FROM bil_bills ORDER BY AccountId", r => r.GetString(0));
        Assert.True(bills.Count >= Customers, $"{bills.Count} bills");
        await using (var command = new MySqlCommand($"SELECT Id FROM bil_bills WHERE Id = X'{bills[2]}' FOR UPDATE", holder, hold))
        {
            await command.ExecuteScalarAsync(Cancel);
        }

        var issuing = first.Http.PostAsJsonAsync($"/billing/v1/runs/{run}/issue", new { }, Cancel);
        await Eventually.IsTrueAsync(async () => await IssuedAsync() == 2, () => "the run has begun\n" + nodes.First.Output);
        await nodes.First.KillAsync();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => issuing);
        await hold.RollbackAsync(Cancel);
        Assert.Equal("issuing", (string?)(await second.GetAsync($"/billing/v1/runs/{run}"))["state"]);

        // The dead node's lease is waited out on the clock of the one that lives.
        await second.PostAsync("/system/v1/clock/advance", new { by = "00:05:00" });
        await Eventually.IsTrueAsync(async () => (string?)(await second.GetAsync($"/billing/v1/runs/{run}"))["state"] == "issued", () => "the other node drives the run on\n" + nodes.Second.Output);
        Assert.Equal(bills.Count, await IssuedAsync());
        Assert.Equal(bills.Count, await nodes.NumberAsync("SELECT COUNT(DISTINCT Number) FROM bil_bills WHERE Number IS NOT NULL"));
        Assert.Equal(bills.Count, await nodes.NumberAsync("SELECT MAX(`Next`) - 1 FROM bil_series WHERE `Key` LIKE 'B%'"));
        Assert.Equal(Customers, await nodes.NumberAsync("SELECT COUNT(*) FROM bil_bills WHERE Net = 1000"));
        var check = await second.GetAsync("/billing/v1/ledger/check");
        Assert.True((bool)check["ok"]!, check.ToJsonString());

        async Task<long> IssuedAsync() => await nodes.NumberAsync("SELECT COUNT(*) FROM bil_bills WHERE Number IS NOT NULL");
    }
}
