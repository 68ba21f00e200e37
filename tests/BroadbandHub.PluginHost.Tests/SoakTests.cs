using System.Net;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;

namespace BroadbandHub.PluginHost.Tests;

/// <summary>20 rounds in the suite, as many as HUB_SOAK_ROUNDS says (100 with HUB_SOAK=1) in the soak run.</summary>
public sealed class SoakTests
{
    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("HUB_SOAK_ROUNDS"), out var rounds) ? rounds
        : Environment.GetEnvironmentVariable("HUB_SOAK") == "1" ? 100 : 20;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Plugins_with_endpoints_pages_and_tables_come_and_go_under_load_and_leave_nothing_in_memory(Engine engine)
    {
        await using var hub = await TestHub.StartAsync(new TestPluginFolders().With("test.echo").With("test.notes"), engine);
        await using (var load = new Load(hub, "/plugins/test.echo/version", "/plugins/test.echo/slow?ms=5", "/s/test.notes/list", "/plugins/test.notes/notes", "/host/ping"))
        {
            for (var round = 0; round < Rounds || !load.IsMet; round++)
            {
                foreach (var id in new[] { "test.echo", "test.notes" })
                {
                    Assert.Equal(PluginStatus.Disabled, (await hub.DisableAsync(id)).Status);
                    Assert.Equal(PluginStatus.Running, (await hub.EnableAsync(id)).Status);
                }

                if (round % 5 == 0)
                {
                    await PageTests.PostFormAsync(hub, $"round {round}", "Calm");
                }
            }

            await load.StopAsync();

            // Disabled plugins answer 404; nothing else may go wrong.
            Assert.DoesNotContain(load.Answers.Keys, answer => answer.Status is not (HttpStatusCode.OK or HttpStatusCode.NotFound));
        }

        Assert.Equal(0, await hub.AliveAsync());
    }

    [Fact]
    public async Task Twenty_upgrades_under_load_fail_no_request()
    {
        var folders = new TestPluginFolders().With("test.echo");
        folders.Copy("test.echo", asVersion: "2.0.0");
        await using var hub = await TestHub.StartAsync(folders);
        await using var load = new Load(hub, "/plugins/test.echo/version", "/plugins/test.echo/slow?ms=120", "/plugins/test.echo/choir");
        for (var round = 0; round < 20 || !load.IsMet; round++)
        {
            var version = round % 2 == 0 ? "1.0.0" : "2.0.0";
            var view = (await hub.Plugins.UpgradeAsync("test.echo", version, "olga", TestContext.Current.CancellationToken)).Value;
            Assert.Equal((version, PluginStatus.Running), (view.Version, view.Status));
            Assert.Contains(version, await hub.GetStringAsync("/plugins/test.echo/version"), StringComparison.Ordinal);
        }

        await load.StopAsync();
        Assert.All(load.Answers.Keys, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(0, await hub.AliveAsync());
    }

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Upgrades_of_a_plugin_with_pages_and_tables_under_load_fail_no_request(Engine engine)
    {
        var folders = new TestPluginFolders().With("test.notes");
        await using var hub = await TestHub.StartAsync(folders, engine);
        await PageTests.PostFormAsync(hub, "before", "Calm");
        folders.Copy("test.notes", "2.0.0");
        await using var load = new Load(hub, "/s/test.notes/list", "/s/test.notes/note/new", "/plugins/test.notes/notes", "/s/test.notes/note/1");
        var round = 0;
        for (; round < Rounds || !load.IsMet; round++)
        {
            var version = round % 2 == 0 ? "2.0.0" : "1.0.0";
            var view = (await hub.Plugins.UpgradeAsync("test.notes", version, "olga", TestContext.Current.CancellationToken)).Value;
            Assert.Equal((version, PluginStatus.Running), (view.Version, view.Status));
            Assert.Contains($"Notes {version}", await hub.GetStringAsync("/s/test.notes/list"), StringComparison.Ordinal);
            await PageTests.PostFormAsync(hub, $"round {round}", "Bright");
        }

        await load.StopAsync();
        Assert.All(load.Answers.Keys, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        Assert.Equal(round + 1, (await hub.GetStringAsync("/plugins/test.notes/notes")).Split(',').Length);
        Assert.Equal(0, await hub.AliveAsync());
    }

    /// <summary>A few clients that ask without pause and count what they are answered.</summary>
    private sealed class Load : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly string[] paths;
        private readonly Task clients;

        public Load(TestHub hub, params string[] paths)
        {
            this.paths = paths;
            clients = Task.WhenAll(paths.Select(path => Task.Run(async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var answer = await hub.Http.GetAsync(new Uri(path, UriKind.Relative), CancellationToken.None);
                    lock (Answers)
                    {
                        Answers[(path, answer.StatusCode)] = Answers.GetValueOrDefault((path, answer.StatusCode)) + 1;
                    }
                }
            })));
        }

        public Dictionary<(string Path, HttpStatusCode Status), int> Answers { get; } = [];

        /// <summary>Whether each address has answered many times, or one wrongly: however fast the machine, the rounds go on until then.</summary>
        public bool IsMet
        {
            get
            {
                lock (Answers)
                {
                    return paths.All(path => Answers.GetValueOrDefault((path, HttpStatusCode.OK)) >= 20) || Answers.Keys.Any(a => a.Status is not (HttpStatusCode.OK or HttpStatusCode.NotFound));
                }
            }
        }

        public async Task StopAsync()
        {
            await stop.CancelAsync();
            await clients;
        }

        public async ValueTask DisposeAsync()
        {
            await StopAsync();
            stop.Dispose();
        }
    }
}
