using System.Collections.Concurrent;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>kill -9 of the host while eight clients post usage; then the books are compared with the clients' own lists.</summary>
public sealed class CrashStorm(ITestOutputHelper output)
{
    private const int Clients = 8;
    private static readonly bool Soak = Environment.GetEnvironmentVariable("HUB_SOAK") == "1";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task Killing_the_host_while_it_takes_usage_loses_nothing_acknowledged_and_charges_nothing_twice(Engine engine)
    {
        await using var hub = await HubProcess.StartAsync(engine);
        await using var proxy = await UsageProxy.StartAsync(hub.Address);

        // One of the clients has the proxy before it: there, a kill can fall exactly between the hub's answer and the client.
        var storm = await StormAsync(hub, proxy, client => client == 0 ? proxy.Address : hub.Address, kills: Soak ? 20 : 3, atLeast: 5_000);
        var duplicates = storm.Acknowledged.Where(a => a.Value == "duplicate").Select(a => a.Key).ToHashSet(StringComparer.Ordinal);
        output.WriteLine($"{engine}: {storm.Acknowledged.Count} acknowledged, {storm.CutOff.Count} in flight at a kill, {duplicates.Count} of them answered duplicate when sent again");
        Assert.True(storm.Acknowledged.Count >= 5_000, $"only {storm.Acknowledged.Count} were acknowledged");

        // What the hub had answered before it was killed is known again, although the client never heard the answer.
        Assert.NotEmpty(proxy.Withheld);
        Assert.Empty(proxy.Withheld.Except(duplicates));
        Assert.True(storm.CutOff.Except(proxy.Withheld).Any(), "no kill met a request on its way into the hub");

        var books = await Books.ReadAsync(hub.Database);
        Assert.Empty(storm.Acknowledged.Keys.Except(books.EventIds));
        Assert.Equal(books.EventIds.Count, books.EventIds.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(storm.Acknowledged.Count, books.EventIds.Count);
        Assert.Equal(books.EventIds.Count * 10L, books.UsageCharged);
        books.AssertBalanced();
        using var api = await HubApi.AsOperatorAsync(hub);
        Assert.True((bool)(await api.GetAsync("/billing/v1/ledger/check"))["ok"]!);
    }

    /// <summary>The twin: the same storm through the same proxy loses nothing when it waits for the hub's answer, and something when it does not.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public async Task The_storm_finds_events_that_were_answered_before_they_were_committed(bool answersFirst)
    {
        await using var hub = await HubProcess.StartAsync();
        await using var proxy = await UsageProxy.StartAsync(hub.Address, answersFirst);
        var storm = await StormAsync(hub, answersFirst ? null : proxy, _ => proxy.Address, kills: 3, atLeast: 1_000);
        await proxy.SettleAsync();

        var books = await Books.ReadAsync(hub.Database);
        var lost = storm.Acknowledged.Keys.Except(books.EventIds).ToList();
        output.WriteLine($"{storm.Acknowledged.Count} acknowledged, {lost.Count} lost");
        Assert.Equal(answersFirst, lost.Count > 0);

        // Lost are only such as the hub had got, and had not answered: not what was sent while it was down.
        Assert.Empty(lost.Except(proxy.Unanswered));
        books.AssertBalanced();
    }

    private static async Task<Storm> StormAsync(HubProcess hub, UsageProxy? proxy, Func<int, Uri> target, int kills, int atLeast)
    {
        var (subscription, clientId, secret) = await SellAsync(hub);
        using var application = await HubApi.AsAsync(hub.Address, clientId, secret, "billing.usage");
        var token = application.Http.DefaultRequestHeaders.Authorization!;
        var acknowledged = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        var killed = 0;
        var clients = Enumerable.Range(0, Clients).Select(i => new UsageClient(i, subscription, target(i), token, acknowledged)).ToArray();
        var sending = clients.Select(c => Task.Run(() => c.SendUntilAsync(() => Volatile.Read(ref killed) == kills && acknowledged.Count >= atLeast, Cancel), Cancel)).ToArray();
        // Other moments each time; the number is in the output of a red run.
        var seed = Random.Shared.Next();
        TestContext.Current.TestOutputHelper?.WriteLine($"moments of the kills: seed {seed}");
        var random = new Random(seed);
        for (; killed < kills; Interlocked.Increment(ref killed))
        {
            var enough = acknowledged.Count + random.Next(100, 800);
            await Eventually.IsTrueAsync(
                async () =>
                {
                    await Task.WhenAll(sending.Where(s => s.IsFaulted));
                    return acknowledged.Count >= enough;
                },
                () => "usage flows\n" + hub.Output);
            if (proxy is not null && killed % 2 == 0)
            {
                await proxy.AtNextAnswerAsync(hub.KillAsync).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
            }
            else
            {
                await Task.Delay(random.Next(0, 60), Cancel);
                await hub.KillAsync();
            }

            await hub.StartAgainAsync();
        }

        try
        {
            await Task.WhenAll(sending).WaitAsync(TimeSpan.FromMinutes(5), Cancel);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"Usage does not flow any more after the last kill. Last refusals: {string.Join(" | ", clients.Select(c => c.LastRefusal))}\n{hub.Output}");
        }

        return new(acknowledged, [.. clients.SelectMany(c => c.CutOffEvents)]);
    }

    /// <summary>0.10 yuan a request: the charge of n events is exactly 10·n fen.</summary>
    private static async Task<(string Subscription, string ClientId, string Secret)> SellAsync(HubProcess hub)
    {
        using var api = await HubApi.AsOperatorAsync(hub);
        return await api.SellAsync([new { type = "perUnit", key = "requests", name = new { en = "Requests" }, taxCategory = "zero", meter = "requests", unitPrice = 0.1m }]);
    }

    private sealed record Storm(ConcurrentDictionary<string, string> Acknowledged, IReadOnlyCollection<string> CutOff);
}
