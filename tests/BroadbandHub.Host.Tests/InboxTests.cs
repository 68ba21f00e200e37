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

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_stranger_s_long_application_is_turned_down_with_a_long_reason_and_a_request_taken_back_turns_nobody_down(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine);
        using var admin = await hub.SignInAsync("admin@hub.example");
        using var stranger = new HttpClient { BaseAddress = hub.Address };
        var made = await SendAsync(stranger, "/identity/v1/partner-applications", new
        {
            name = new string('传', 200), contactName = new string('孙', 200), contactEmail = "sun@faxworks.example", about = new string('文', 2000), address = new string('街', 300), website = "https://faxworks.example/",
        });
        var task = await OnlyTaskAsync(admin);
        var why = new string('因', 2000);
        Assert.Equal("rejected", (await SendAsync(admin, $"/tasks/v1/tasks/{task}/decide", new { approve = false, comment = why }))["state"]!.ToString());
        Assert.Equal(why, JsonNode.Parse(await admin.GetStringAsync($"/identity/v1/partners/{made["id"]}", Cancel))!["stateReason"]!.ToString());
        Assert.Single(await MailsToAsync("sun@faxworks.example"));

        var entered = await SendAsync(admin, "/identity/v1/partners", new { name = "Mailworks", contactName = "Wu", contactEmail = "wu@mailworks.example", about = "Mail." });
        await SendAsync(admin, $"/tasks/v1/tasks/{await OnlyTaskAsync(admin, "requested")}/withdraw", new { });
        var after = JsonNode.Parse(await admin.GetStringAsync($"/identity/v1/partners/{entered["id"]}", Cancel))!;
        Assert.Equal(("refused", "The request to admit it was taken back."), (after["state"]!.ToString(), after["stateReason"]!.ToString()));
        Assert.Empty(await MailsToAsync("wu@mailworks.example"));

        async Task<JsonArray> MailsToAsync(string address) => JsonNode.Parse(await hub.Operator.GetStringAsync("/messages/v1/mails?to=" + address, Cancel))!["items"]!.AsArray();
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Who_is_erased_is_not_named_in_the_lines_about_the_decisions_on_the_own_roles_either(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine, new() { ["Hub:GrantsNeedSecondPerson"] = "true" });
        using var admin = await hub.SignInAsync("admin@hub.example");
        var made = await SendAsync(hub.Operator, "/identity/v1/people", new { name = "Ouyang Xiu", email = "ouyang@hub.example", roles = new[] { "operator.clerk" } });
        var task = await OnlyTaskAsync(admin);
        await SendAsync(admin, $"/tasks/v1/tasks/{task}/claim", new { });
        await SendAsync(admin, $"/tasks/v1/tasks/{task}/decide", new { approve = true });
        Assert.Contains("Ouyang Xiu", await LogsAsync(), StringComparison.Ordinal);
        Assert.Contains("tasks.task.approved", await LogsAsync(), StringComparison.Ordinal);

        await SendAsync(admin, "/identity/v1/log/erasures", new { person = made["id"]!.ToString() });

        Assert.DoesNotContain("Ouyang", await LogsAsync(), StringComparison.Ordinal);

        async Task<string> LogsAsync() => await hub.Operator.GetStringAsync("/identity/v1/log", Cancel) + await hub.Operator.GetStringAsync("/identity/v1/administration-log", Cancel);
    }

    private static async Task<string> OnlyTaskAsync(HttpClient client, string list = "waiting") =>
        Assert.Single(JsonNode.Parse(await client.GetStringAsync("/tasks/v1/tasks?list=" + list, Cancel))!["items"]!.AsArray(), t => t!["state"]!.ToString() == "open")!["id"]!.ToString();

    private static async Task<JsonNode> SendAsync(HttpClient client, string path, object body)
    {
        using var answer = await client.PostAsJsonAsync(path, body, Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {text}");
        return JsonNode.Parse(text)!;
    }
}
