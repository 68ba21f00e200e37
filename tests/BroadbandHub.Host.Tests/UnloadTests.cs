using System.Collections.Concurrent;
using System.Net;
using BroadbandHub.PluginHost.Tests;
using BroadbandHub.TestSupport;

namespace BroadbandHub.Host.Tests;

/// <summary>What a plugin meets in the whole hub and not in the plugin host alone: the shell, signed-in people, forms, widgets, the API document, orders.</summary>
public sealed class UnloadTests(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("HUB_SOAK") == "1" ? 50 : 6;
    private static readonly string[] Plugins = ["portal.news", "app.network-disk"];
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Plugins_that_come_and_go_under_the_traffic_of_the_whole_hub_leave_nothing_in_memory(Engine engine)
    {
        await using var hub = await WholeHub.StartAsync(engine);
        await EnableAsync(hub);
        using var admin = await hub.SignInAsync("admin@hub.example");
        using var boss = await hub.SignInAsync("boss@acme.example");
        using var stranger = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = hub.Address };
        var answers = new ConcurrentDictionary<(string Path, HttpStatusCode Status), int>();
        using var stop = new CancellationTokenSource();
        var traffic = new[]
        {
            AskAsync(stranger, "/", "/s/portal.news/articles", "/plugins/portal.news/feed.xml", "/openapi/v1.json", "/docs"),
            AskAsync(admin, "/console", "/console/plugins", "/console/plugins/portal.news", "/console/plugins/app.network-disk", "/s/portal.news/editor", "/s/portal.news/editor/new", "/console/system", "/console/applications/network-disk"),
            AskAsync(boss, "/workspace", "/workspace/applications", "/workspace/usage"),
            AskAsync(hub.Operator, "/system/v1/plugins", "/system/v1/plugins/app.network-disk", "/orders/v1/subscriptions", "/catalog/v1/applications/network-disk/meters"),
            WriteNewsAsync(),
        };
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var id in Plugins)
            {
                await hub.PostAsync($"/system/v1/plugins/{id}/disable");
                await hub.PostAsync($"/system/v1/plugins/{id}/enable");
            }
        }

        // Each address was met at least once while the plugins ran; when a plugin is away its own addresses are not found, and nothing else goes wrong.
        await Eventually.IsTrueAsync(
            async () =>
            {
                await Task.WhenAll(traffic.Where(t => t.IsFaulted));
                return answers.Keys.GroupBy(a => a.Path).All(g => g.Any(a => a.Status is HttpStatusCode.OK or HttpStatusCode.Redirect));
            },
            () => "every address answers: " + Told());
        await stop.CancelAsync();
        await Task.WhenAll(traffic);
        output.WriteLine(Told());
        Assert.DoesNotContain(answers.Keys, a => !Expected(a.Path, a.Status));

        foreach (var id in Plugins)
        {
            await hub.PostAsync($"/system/v1/plugins/{id}/disable");
        }

        try
        {
            await Eventually.IsTrueAsync(() => Task.FromResult(hub.Generations("unloaded") == hub.Generations("started")), "all generations have left memory", TimeSpan.FromSeconds(30));
        }
        catch (Xunit.Sdk.FailException)
        {
            output.WriteLine($"{hub.Generations("started")} started, {hub.Generations("unloaded")} left memory\n{Retainers.Describe()}");
            throw;
        }

        Assert.True(hub.Generations("started") >= Rounds * Plugins.Length);

        Task AskAsync(HttpClient http, params string[] paths) => Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    using var answer = await http.GetAsync(paths[i % paths.Length], Cancel);
                    Count(paths[i % paths.Length], answer.StatusCode);
                }
            },
            Cancel);

        Task WriteNewsAsync() => Task.Run(
            async () =>
            {
                for (var i = 0; !stop.IsCancellationRequested; i++)
                {
                    using var answer = await WholeHub.PostFormAsync(
                        admin, "/s/portal.news/editor/new", "article", ("Input.Title", $"Round {i}"), ("Input.Text", "It is *calm*."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"));
                    Count("POST /s/portal.news/editor/new", answer.StatusCode);
                    await Task.Delay(200, Cancel);
                }
            },
            Cancel);

        // The shell has no form "article": a post that meets no plugin is a bad request.
        static bool Expected(string path, HttpStatusCode status) => status is HttpStatusCode.OK or HttpStatusCode.Redirect
            || (status == HttpStatusCode.NotFound && path.Contains("/portal.news/", StringComparison.Ordinal))
            || (status == HttpStatusCode.BadRequest && path.StartsWith("POST /s/portal.news", StringComparison.Ordinal));

        void Count(string path, HttpStatusCode status) => answers.AddOrUpdate((path, status), 1, (_, n) => n + 1);

        string Told() => string.Join(", ", answers.OrderBy(a => a.Key.Path).Select(a => $"{a.Key.Path} {(int)a.Key.Status} ×{a.Value}"));
    }

    /// <summary>The demonstration's subscription is made active through the plugin, so that there are orders, meters and events.</summary>
    private static async Task EnableAsync(WholeHub hub)
    {
        await hub.PostAsync("/system/v1/plugins/app.network-disk/enable");
        await Eventually.IsTrueAsync(
            async () => (await hub.Operator.GetStringAsync("/orders/v1/subscriptions", Cancel)).Contains("\"active\"", StringComparison.Ordinal), "the demonstration's subscription is active");
    }
}
