using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Host.Tests;

/// <summary>Every module forgets who a person was.</summary>
public sealed class ErasingTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Of_somebody_who_is_erased_neither_name_nor_address_stands_anywhere_in_the_database(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine, new() { ["Hub:GrantsNeedSecondPerson"] = "true" });
        using var admin = await hub.SignInAsync("admin@hub.example");
        var acme = JsonNode.Parse(await hub.Operator.GetStringAsync("/identity/v1/enterprises", Cancel))!["items"]![0]!["id"]!.ToString();

        // Staff whose role a second person agreed to, and an employee who was invited, leads a department and holds nothing.
        var staff = (await SendAsync(HttpMethod.Post, "/identity/v1/people", new { name = "Ouyang Xiu", email = "xiu.ouyang@hub.example", roles = new[] { "operator.clerk" }, invite = true }))["id"]!.ToString();
        var task = Assert.Single(JsonNode.Parse(await admin.GetStringAsync("/tasks/v1/tasks?list=waiting", Cancel))!["items"]!.AsArray())!["id"]!.ToString();
        using (var decided = await admin.PostAsJsonAsync($"/tasks/v1/tasks/{task}/decide", new { approve = true }, Cancel))
        {
            Assert.True(decided.IsSuccessStatusCode);
        }

        var employee = (await SendAsync(HttpMethod.Post, "/identity/v1/people", new { name = "Ouyang Feng", email = "feng.ouyang@acme.example", enterpriseId = acme, roles = new[] { "enterprise.employee" }, invite = true }))["id"]!.ToString();
        await SendAsync(HttpMethod.Post, "/identity/v1/departments", new { enterpriseId = acme, name = "Sales", headId = employee });
        await using (var scope = hub.Services.CreateAsyncScope())
        {
            Assert.True((await scope.ServiceProvider.GetRequiredService<IPlugins>().DisableAsync("portal.news", "Ouyang Xiu", Cancel)).IsOk);
        }

        await SendAsync(HttpMethod.Put, "/identity/v1/people/" + employee, new { name = "Ouyang Feng Senior" });
        await Eventually.IsTrueAsync(async () => (await MailsAsync()).Count == 2, "both invitations are on their way");
        var before = await hub.Database.FindTextAsync("ouyang");
        Assert.All(["idn_people.FullName", "idn_people.Email", "idn_log_entries.Fields", "idn_log_entries.SubjectName", "tsk_tasks.TitleEnglish", "msg_mails.ToAddress", "plg_desired.ChangedBy", "plg_changes.By"], column => Assert.Contains(column, before));

        foreach (var person in new[] { staff, employee })
        {
            Assert.Equal("person.not_suspended", await RefusalAsync(person));
            await SendAsync(HttpMethod.Post, $"/identity/v1/people/{person}/suspend", new { });
            await SendAsync(HttpMethod.Post, $"/identity/v1/people/{person}/erase", new { });
            Assert.Equal("person.not_found", await RefusalAsync(person));
        }

        Assert.Empty(await hub.Database.FindTextAsync("ouyang"));
        Assert.Empty(await MailsAsync());
        Assert.True(JsonNode.Parse(await hub.Operator.GetStringAsync("/identity/v1/log/check", Cancel))!.ToJsonString() is var check && !check.Contains("\"what\"", StringComparison.Ordinal), "the logs are whole");

        async Task<JsonArray> MailsAsync() => JsonNode.Parse(await hub.Operator.GetStringAsync("/messages/v1/mails?template=identity.invitation", Cancel))!["items"]!.AsArray();

        async Task<string> RefusalAsync(string person)
        {
            using var answer = await hub.Operator.PostAsync($"/identity/v1/people/{person}/erase", null, Cancel);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!["code"]!.ToString();
        }

        async Task<JsonNode> SendAsync(HttpMethod method, string path, object body)
        {
            using var answer = await hub.Operator.SendAsync(new(method, path) { Content = JsonContent.Create(body) }, Cancel);
            var text = await answer.Content.ReadAsStringAsync(Cancel);
            Assert.True(answer.IsSuccessStatusCode, $"{path} answered {(int)answer.StatusCode}: {text}");
            return text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!;
        }
    }
}
