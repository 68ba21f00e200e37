using System.Collections.Concurrent;
using System.Net.Http.Headers;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>kill -9 of the host at random moments while eight clients post usage; then the books are compared with the clients' own lists.</summary>
public sealed class CrashStorm
{
    private const int Clients = 8;
    private static readonly bool Soak = Environment.GetEnvironmentVariable("HUB_SOAK") == "1";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Killing_the_host_while_it_takes_usage_loses_nothing_acknowledged_and_charges_nothing_twice(Engine engine)
    {
        await using var hub = await HubProcess.StartAsync(engine);
        var (subscription, clientId, secret) = await SellAsync(hub);
        var (acknowledged, retried) = await StormAsync(hub, hub.Address, subscription, clientId, secret, kills: Soak ? 20 : 3, atLeast: 5_000);
        Assert.True(acknowledged.Count >= 5_000, $"only {acknowledged.Count} were acknowledged");
        Assert.True(retried > 0, "no kill met a request in flight");

        var books = await Books.ReadAsync(hub.Database);
        Assert.Empty(acknowledged.Keys.Except(books.EventIds));
        Assert.Equal(books.EventIds.Count, books.EventIds.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(acknowledged.Count, books.EventIds.Count);
        Assert.Equal(books.EventIds.Count * 10L, books.Charged);
        books.AssertBalanced();
        using var api = await HubApi.AsOperatorAsync(hub);
        Assert.True((bool)(await api.GetAsync("/billing/v1/ledger/check"))["ok"]!);
    }

    [Fact]
    public async Task The_storm_finds_events_that_were_answered_before_they_were_committed()
    {
        await using var hub = await HubProcess.StartAsync();
        var (subscription, clientId, secret) = await SellAsync(hub);
        await using var proxy = await EarlyAnswerProxy.StartAsync(hub.Address);
        var (acknowledged, _) = await StormAsync(hub, proxy.Address, subscription, clientId, secret, kills: 2, atLeast: 1_000);

        var books = await Books.ReadAsync(hub.Database);
        Assert.NotEmpty(acknowledged.Keys.Except(books.EventIds));
    }

    /// <summary>0.10 yuan a request: the charge of n events is exactly 10·n fen.</summary>
    private static async Task<(string Subscription, string ClientId, string Secret)> SellAsync(HubProcess hub)
    {
        using var api = await HubApi.AsOperatorAsync(hub);
        return await api.SellAsync([new { type = "perUnit", key = "requests", name = new { en = "Requests" }, taxCategory = "zero", meter = "requests", unitPrice = 0.1m }]);
    }

    private static async Task<(ConcurrentDictionary<string, string> Acknowledged, int Retried)> StormAsync(
        HubProcess hub, Uri target, string subscription, string clientId, string secret, int kills, int atLeast)
    {
        using var application = await HubApi.AsAsync(hub.Address, clientId, secret, "billing.usage");
        var token = application.Http.DefaultRequestHeaders.Authorization!;
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var killed = 0;
        HttpClient Connect() => new() { BaseAddress = target, Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue(token.Scheme, token.Parameter) } };
        var clients = Enumerable.Range(0, Clients).Select(i => new UsageClient(i, subscription, Connect, acknowledged)).ToArray();
        var sending = clients.Select(c => Task.Run(() => c.SendUntilAsync(() => Volatile.Read(ref killed) == kills && acknowledged.Count >= atLeast, Cancel), Cancel)).ToArray();
        var random = new Random(20261122);
        for (; killed < kills; Interlocked.Increment(ref killed))
        {
            var before = acknowledged.Count;
            var enough = before + random.Next(100, 800);
            await Eventually.IsTrueAsync(
                async () =>
                {
                    await Task.WhenAll(sending.Where(s => s.IsFaulted));
                    return acknowledged.Count >= enough;
                },
                () => "usage flows\n" + hub.Output);
            await Task.Delay(random.Next(0, 60), Cancel);
            await hub.KillAsync();
            await hub.StartAgainAsync();
        }

        await Task.WhenAll(sending);
        return (acknowledged, clients.Sum(c => c.Retried));
    }
}
