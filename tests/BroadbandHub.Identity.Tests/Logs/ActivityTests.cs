using System.Net;
using BroadbandHub.Identity.Tests.People;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Identity.Tests.Logs;

public sealed class ActivityTests
{
    private const string Head = "<h2>Activity</h2>";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_page_shows_what_was_done_to_what_it_shows_the_newest_first(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var id = (await api.AskAsync("POST", "/identity/v1/enterprises", new { name = "Harbour Tools" }, HttpStatusCode.Created)).Text("id");
        for (var i = 1; i <= 9; i++)
        {
            await api.AskAsync("POST", $"/identity/v1/enterprises/{id}/lines", new { number = $"HT-{i}", access = "ftth" }, HttpStatusCode.Created);
        }

        using var admin = await hub.SignedInAsync("admin@hub.example");
        var page = Activity(await admin.ReadAsync("/console/enterprises/" + id));
        Assert.Equal(Enumerable.Range(2, 8).Reverse().Select(i => $"HT-{i} "), Enumerable.Range(1, 9).Select(i => $"HT-{i} ").Where(page.Contains).OrderBy(page.IndexOf));
        var line = (await api.AskAsync("GET", "/identity/v1/log?subject=" + id)).GetProperty("items")[0].Text("id");
        Assert.Contains($"/console/log/{line}\"", page, StringComparison.Ordinal);
        Assert.Contains($"/console/log?subject={id}\"", page, StringComparison.Ordinal);
        Assert.Contains("HT-1 ", await admin.ReadAsync("/console/log?subject=" + id), StringComparison.Ordinal);

        // Of people in the other log, also on the page that answers an action.
        var boss = await api.IdOfAsync("boss@acme.example");
        Assert.Contains("Activity", await admin.SubmitAsync("/console/people/" + boss, "link"), StringComparison.Ordinal);
        var person = Activity(await admin.ReadAsync("/console/people/" + boss));
        Assert.Contains("/console/administration-log/", person, StringComparison.Ordinal);
        Assert.StartsWith("Made a password link for Wang Fang", Text(person), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task It_shows_what_the_reader_may_read_in_the_logs_and_nothing_else(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var hub = await IdentityHub.StartAsync(database);
        using var api = await hub.OperatorClientAsync();
        var acme = (await api.AskAsync("GET", "/identity/v1/enterprises")).GetProperty("items")[0].Text("id");
        var boss = await api.IdOfAsync("boss@acme.example");
        await api.AskAsync("PUT", "/identity/v1/enterprises/" + acme, new { name = "Acme Trading", creditClass = "d" }, HttpStatusCode.NoContent);

        using var own = await hub.SignedInAsync("boss@acme.example");

        // One log, not the other; then none.
        foreach (var (permission, sees) in new[] { ("identity.log.read", "/console/enterprises/" + acme), ("system.administration_log.read", "/console/people/" + boss), ("", "") })
        {
            var key = (await api.AskAsync("POST", "/identity/v1/roles", new
            {
                name = new { en = "Reader " + permission }, audience = "operator", permissions = new[] { "identity.organisations.read", "identity.people.read", permission }.Where(p => p.Length > 0),
            }, HttpStatusCode.Created)).Text("key");
            using var reader = await hub.JoinAsync(api, new { name = "Reader", email = $"reader{permission.Length}@hub.example", roles = new[] { key } }, $"reader{permission.Length}@hub.example");
            foreach (var path in new[] { "/console/enterprises/" + acme, "/console/people/" + boss })
            {
                var page = await reader.ReadAsync(path);
                Assert.Equal(permission.Length > 0, page.Contains(Head, StringComparison.Ordinal));
                Assert.Equal(path == sees, page.Contains("log/log_", StringComparison.Ordinal));
            }
        }

        // The enterprise reads of its own people, without the operator's names.
        var mine = Activity(await own.ReadAsync("/workspace/people/" + boss));
        Assert.Contains("/workspace/log/log_", mine, StringComparison.Ordinal);
        Assert.Contains($"/workspace/log?subject={boss}\"", mine, StringComparison.Ordinal);
    }

    private static string Activity(string page) => page[(page.IndexOf(Head, StringComparison.Ordinal) + Head.Length)..page.IndexOf("</aside>", StringComparison.Ordinal)];

    private static string Text(string html) => System.Text.RegularExpressions.Regex.Replace(html, "<[^>]+>", "").Trim();
}
