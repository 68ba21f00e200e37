using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using BroadbandHub.PluginHost.Contracts;
using BroadbandHub.TestSupport;

namespace Portal.News.Tests;

[Collection("one host at a time")]
public sealed class UnloadTests
{
    private const int Times = 5;

    [Theory]
    [MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Used_and_disabled_again_and_again_it_leaves_the_memory_every_time(Engine engine)
    {
        using var generations = new GenerationCounts();
        await using var hub = await NewsHub.StartAsync(engine);
        for (var time = 0; time < Times; time++)
        {
            Assert.Null((await hub.Plugins.EnableAsync(NewsHub.Id, "olga", TestContext.Current.CancellationToken)).Error);
            await UpgradeTests.RunsAsync(hub, "1.0.0");
            await hub.SaveAsync("/s/portal.news/editor/new", ("Input.Title", $"Article {time}"), ("Input.Text", "One."), ("Input.PublishOn", "2026-01-01"), ("Input.Published", "true"));
            Assert.Contains($"Article {time}", await hub.ReadAsync("/s/portal.news/articles"));
            Assert.Contains($"Article {time}", await hub.ReadAsync("/plugins/portal.news/feed.xml"));
            Assert.Null((await hub.Plugins.DisableAsync(NewsHub.Id, "olga", TestContext.Current.CancellationToken)).Error);
        }

        await Eventually.IsTrueAsync(() => Task.FromResult(generations.Of("unloaded") + generations.Of("stuck") >= Times), "every generation left the memory or is given up");
        Assert.Equal(0, generations.Of("stuck"));
        Assert.Equal(PluginStatus.Disabled, (await hub.Plugins.FindAsync(NewsHub.Id, TestContext.Current.CancellationToken))!.Plugin.Status);
    }

    /// <summary>What the hub counts of generations, by result.</summary>
    private sealed class GenerationCounts : IDisposable
    {
        private readonly MeterListener listener = new();
        private readonly ConcurrentDictionary<string, long> counts = new(StringComparer.Ordinal);

        public GenerationCounts()
        {
            listener.InstrumentPublished = (instrument, to) =>
            {
                if (instrument.Name == "hub.plugins.generations")
                {
                    to.EnableMeasurementEvents(instrument);
                }
            };
            listener.SetMeasurementEventCallback<long>((_, count, tags, _) =>
            {
                foreach (var tag in tags)
                {
                    if (tag is { Key: "result", Value: string result })
                    {
                        counts.AddOrUpdate(result, count, (_, before) => before + count);
                    }
                }
            });
            listener.Start();
        }

        public long Of(string result) => counts.GetValueOrDefault(result);

        public void Dispose() => listener.Dispose();
    }
}
