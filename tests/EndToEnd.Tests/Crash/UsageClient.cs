using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>
/// One of the storm's clients: posts batches of events with ids of its own, and writes down what was answered. What got no answer it sends again, with
/// the same ids, until it is answered: as an application with a durable queue would.
/// </summary>
internal sealed class UsageClient(int number, string subscription, Func<HttpClient> connect, ConcurrentDictionary<string, string> acknowledged)
{
    private const int BatchSize = 20;
    private readonly Queue<List<string>> unanswered = new();
    private readonly string time = HubApi.FirstOfLastMonth().AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T12:00:00+08:00";
    private int next;

    /// <summary>Batches that were sent at least once without an answer.</summary>
    public int Retried { get; private set; }

    public async Task SendUntilAsync(Func<bool> enough, CancellationToken cancel)
    {
        using var http = connect();
        while (!enough() || unanswered.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            var again = unanswered.TryDequeue(out var batch);
            batch ??= [.. Enumerable.Range(0, BatchSize).Select(_ => $"client{number}-{next++}")];
            if (!await TrySendAsync(http, batch, cancel))
            {
                Retried += again ? 0 : 1;
                unanswered.Enqueue(batch);
                await Task.Delay(50, cancel);
            }
        }
    }

    private async Task<bool> TrySendAsync(HttpClient http, List<string> ids, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                "/billing/v1/usage", new { events = ids.Select(id => new { id, subscription, meter = "requests", quantity = 1, time }) }, cancel);
            if (!answer.IsSuccessStatusCode)
            {
                return false;
            }

            var results = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!["results"]!.AsArray();
            foreach (var result in results)
            {
                var status = (string)result!["status"]!;
                Assert.True(status is "accepted" or "duplicate", $"an event was answered {result.ToJsonString()}");
                acknowledged[(string)result["id"]!] = status;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return false;
        }
    }
}
