using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests;

/// <summary>A decision in the inbox reaches the module that asked for it.</summary>
public sealed class InboxTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_bill_run_is_approved_in_the_inbox_by_somebody_who_may_and_the_bar_on_top_no_longer_counts_it(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine);
        using var admin = await hub.SignInAsync("admin@hub.example");
        using var boss = await hub.SignInAsync("boss@acme.example");
        using var began = await hub.Operator.PostAsJsonAsync("/billing/v1/runs", new { month = "2026-10" }, Cancel);
        Assert.True(began.IsSuccessStatusCode, await began.Content.ReadAsStringAsync(Cancel));
        var run = JsonNode.Parse(await began.Content.ReadAsStringAsync(Cancel))!["id"]!.ToString();

        var task = Assert.Single(JsonNode.Parse(await admin.GetStringAsync("/tasks/v1/tasks", Cancel))!["items"]!.AsArray())!;
        Assert.Equal(($"/console/runs/{run}", true), (task["href"]!.ToString(), task["mayDecide"]!.GetValue<bool>()));
        Assert.Contains("Waiting for you:", await admin.GetStringAsync("/console/enterprises", Cancel), StringComparison.Ordinal);
        var page = $"/console/tasks/{task["id"]}";
        using var stranger = await boss.GetAsync($"/tasks/v1/tasks/{task["id"]}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, stranger.StatusCode);
        using var machine = await hub.Operator.PostAsJsonAsync($"/tasks/v1/tasks/{task["id"]}/decide", new { approve = true }, Cancel);
        Assert.Equal("task.people_decide", JsonNode.Parse(await machine.Content.ReadAsStringAsync(Cancel))!["code"]!.ToString());

        using var no = await WholeHub.PostFormAsync(admin, page, "decide", ("Form.Verdict", "reject"), ("Form.Comment", ""));
        Assert.Contains("Say why not", await no.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        using var yes = await WholeHub.PostFormAsync(admin, page, "decide", ("Form.Verdict", "approve"), ("Form.Comment", "Looked at"));
        Assert.Equal(HttpStatusCode.Redirect, yes.StatusCode);

        Assert.Equal("approved", JsonNode.Parse(await hub.Operator.GetStringAsync($"/billing/v1/runs/{run}", Cancel))!["state"]!.ToString());
        Assert.DoesNotContain("Waiting for you:", await admin.GetStringAsync("/console/enterprises", Cancel), StringComparison.Ordinal);
        Assert.Contains("Looked at", await admin.GetStringAsync(page, Cancel), StringComparison.Ordinal);
    }
}
