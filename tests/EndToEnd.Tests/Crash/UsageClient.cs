using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>
/// One of the storm's clients: posts batches of events with ids of its own, and writes down what was answered. What got no answer it sends again, with
/// the same ids, until it is answered: as an application with a durable queue would.
/// </summary>
internal sealed class UsageClient(int number, string subscription, Uri target, AuthenticationHeaderValue token, ConcurrentDictionary<string, string> acknowledged)
{
    private const int BatchSize = 20;
    private readonly Queue<List<string>> unanswered = new();
    private readonly HashSet<string> cutOff = new(StringComparer.Ordinal);
    private readonly string time = HubApi.FirstOfLastMonth().AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + "T12:00:00+08:00";
    private int next;

    private enum Sending
    {
        Answered,

        /// <summary>Nobody was there, or nobody wanted it: it certainly has no effect.</summary>
        NotTaken,

        /// <summary>It was on its way when the connection broke: only the hub knows what became of it.</summary>
        CutOff,
    }

    /// <summary>What a hub that did answer said last instead of taking a batch.</summary>
    public string? LastRefusal { get; private set; }

    /// <summary>Events that were in flight when the hub was killed, and sent again.</summary>
    public IReadOnlyCollection<string> CutOffEvents => cutOff;

    public async Task SendUntilAsync(Func<bool> enough, CancellationToken cancel)
    {
        using var http = new HttpClient { BaseAddress = target, Timeout = TimeSpan.FromSeconds(60), DefaultRequestHeaders = { Authorization = token } };
        while (!enough() || unanswered.Count > 0)
        {
            cancel.ThrowIfCancellationRequested();
            if (!unanswered.TryDequeue(out var batch))
            {
                batch = [.. Enumerable.Range(0, BatchSize).Select(_ => $"client{number}-{next++}")];
            }

            var sending = await TrySendAsync(http, batch, cancel);
            if (sending != Sending.Answered)
            {
                cutOff.UnionWith(sending == Sending.CutOff ? batch : []);
                unanswered.Enqueue(batch);
                await Task.Delay(150, cancel);
            }
        }
    }

    private async Task<Sending> TrySendAsync(HttpClient http, List<string> ids, CancellationToken cancel)
    {
        try
        {
            using var answer = await http.PostAsJsonAsync(
                "/billing/v1/usage", new { events = ids.Select(id => new { id, subscription, meter = "requests", quantity = 1, time }) }, cancel);
            if (!answer.IsSuccessStatusCode)
            {
                LastRefusal = $"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancel)}";
                return Sending.NotTaken;
            }

            var results = (await answer.Content.ReadFromJsonAsync<JsonObject>(cancel))!["results"]!.AsArray();
            foreach (var result in results)
            {
                var (id, status) = ((string)result!["id"]!, (string)result["status"]!);
                Assert.True(status == "accepted" || (status == "duplicate" && cutOff.Contains(id)), $"an event was answered {result.ToJsonString()}");
                acknowledged[id] = status;
            }

            return Sending.Answered;
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConnectionError)
        {
            return Sending.NotTaken;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException && !cancel.IsCancellationRequested)
        {
            return Sending.CutOff;
        }
    }
}
