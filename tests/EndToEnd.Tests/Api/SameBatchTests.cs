using System.Globalization;
using BroadbandHub.EndToEnd.Tests.Crash;
using BroadbandHub.TestSupport;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>An application whose ten workers all send the same batch at the same moment.</summary>
public sealed class SameBatchTests
{
    private const int Senders = 10;
    private const int Events = 500;

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task The_same_batch_sent_ten_times_at_once_is_charged_once(Engine engine)
    {
        await using var hub = await HubProcess.StartAsync(engine);
        using var api = await HubApi.AsOperatorAsync(hub);
        var (subscription, clientId, secret) = await api.SellAsync(
            [new { type = "perUnit", key = "requests", name = new { en = "Requests", zh = "请求" }, taxCategory = "zero", meter = "requests", unitPrice = 0.1m }]);
        var month = HubApi.FirstOfLastMonth();
        var time = month.AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T12:00:00+08:00";
        var batch = new { events = Enumerable.Range(1, Events).Select(i => new { id = $"event-{i}", subscription, meter = "requests", quantity = i, time }).ToArray() };

        var senders = await Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => HubApi.AsAsync(hub.Address, clientId, secret, "billing.usage")));
        var answers = await Task.WhenAll(senders.Select(s => s.PostAsync("/billing/v1/usage", batch)));
        Array.ForEach(senders, s => s.Dispose());

        // Each event was accepted from exactly one of them, and every other was told that it is known.
        var accepted = answers.SelectMany(a => a["results"]!.AsArray()).Where(r => (string?)r!["status"] == "accepted").Select(r => (string)r!["id"]!).ToList();
        Assert.Equal(Events, accepted.Count);
        Assert.Equal(Events, accepted.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Events * (Senders - 1), answers.SelectMany(a => a["results"]!.AsArray()).Count(r => (string?)r!["status"] == "duplicate"));

        // 1 + 2 + … + 500 requests at 0.10 yuan.
        const long Fen = Events * (Events + 1) / 2 * 10;
        var books = await Books.ReadAsync(hub.Database);
        Assert.Equal(Events, books.EventIds.Count);
        Assert.Equal(Fen, books.UsageCharged);
        books.AssertBalanced();

        var run = await api.PostAsync("/billing/v1/runs", new { month = month.ToString("yyyy-MM", CultureInfo.InvariantCulture) });
        Assert.Equal("previewed", (string?)run["state"]);
        var enterprise = (string)(await api.GetAsync($"/orders/v1/subscriptions/{subscription}"))["enterpriseId"]!;
        var bill = Assert.Single((await api.GetAsync($"/billing/v1/bills?enterprise={enterprise}"))["items"]!.AsArray())!;
        Assert.Equal(Fen / 100m, (decimal)bill["net"]!);
    }
}
