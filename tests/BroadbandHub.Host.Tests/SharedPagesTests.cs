using System.Net;
using System.Text.Json.Nodes;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests;

/// <summary>
/// Boxes of several modules stand on one page and are rendered at the same time, while a scope has one database connection. SQLite hides it when two of them use
/// it at once; MariaDB answers with an error page most of the time, and the broken connection spoils a later request.
/// </summary>
public sealed class SharedPagesTests
{
    private const int Times = 15;
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Pages_with_boxes_of_several_modules_answer_each_time(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine);
        using var admin = await hub.SignInAsync("admin@hub.example");
        using var boss = await hub.SignInAsync("boss@acme.example");
        using var partner = await hub.SignInAsync("partner@diskworks.example");
        var enterprise = JsonNode.Parse(await hub.Operator.GetStringAsync("/identity/v1/enterprises", Cancel))!["items"]![0]!["id"];
        var partnerId = JsonNode.Parse(await hub.Operator.GetStringAsync("/identity/v1/partners", Cancel))!["items"]![0]!["id"];
        var person = JsonNode.Parse(await hub.Operator.GetStringAsync($"/identity/v1/people?enterprise={enterprise}", Cancel))!["items"]![0]!["id"];
        var answers = await Task.WhenAll(
            AskAsync(admin, "/console"), AskAsync(admin, $"/console/enterprises/{enterprise}"), AskAsync(admin, $"/console/partners/{partnerId}"),
            AskAsync(boss, "/workspace"), AskAsync(boss, "/workspace/people"), AskAsync(boss, $"/workspace/people/{person}"), AskAsync(partner, "/partner"));
        Assert.All(answers.SelectMany(a => a), answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    private static async Task<List<(string Path, HttpStatusCode Status)>> AskAsync(HttpClient browser, string path)
    {
        var answers = new List<(string, HttpStatusCode)>();
        for (var i = 0; i < Times; i++)
        {
            using var answer = await browser.GetAsync(path, Cancel);
            answers.Add((path, answer.StatusCode));
        }

        return answers;
    }
}
