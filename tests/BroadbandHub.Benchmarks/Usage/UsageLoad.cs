using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using BroadbandHub.EndToEnd.Tests;

namespace BroadbandHub.Benchmarks.Usage;

/// <summary>The load: batches of a thousand events over three meters and thirty days, made before the clock runs.</summary>
internal sealed class UsageLoad(string subscription)
{
    public const int BatchSize = 1000;

    private static readonly string[] Meters = ["storage.gb-hours", "traffic.gb", "requests"];
    private readonly DateTimeOffset from = new(HubApi.FirstOfLastMonth().ToDateTime(new TimeOnly(12, 0)), TimeSpan.FromHours(8));

    /// <summary>The time of the event with a number, its meter and its quantity in thousandths; the same ones go into the HTTP bodies and into the rows of the limit.</summary>
    public (string Id, string Meter, long Thousandths, DateTimeOffset Time) Event(string series, int number)
    {
        var meter = Meters[number % Meters.Length];
        return ($"{series}-{number:D9}-8f3a", meter, meter == "requests" ? 1000 * (1 + (number % 9)) : 1 + (number % 4999), from.AddSeconds(number * 13 % (27 * 86_400)));
    }

    public byte[] Body(string series, int first)
    {
        var text = new StringBuilder("{\"events\":[");
        for (var i = 0; i < BatchSize; i++)
        {
            var (id, meter, thousandths, time) = Event(series, first + i);
            text.Append(i == 0 ? "" : ",").Append(CultureInfo.InvariantCulture,
                $"{{\"id\":\"{id}\",\"subscription\":\"{subscription}\",\"meter\":\"{meter}\",\"quantity\":{thousandths / 1000m},\"time\":\"{time:yyyy-MM-dd'T'HH:mm:sszzz}\",\"user\":\"u{(first + i) % 97}\"}}");
        }

        return Encoding.UTF8.GetBytes(text.Append("]}").ToString());
    }

    /// <summary>Posts the bodies from so many clients; answers the time and the stages that the host reports, summed.</summary>
    public static async Task<(TimeSpan Took, IReadOnlyDictionary<string, double> Stages)> PostAsync(
        Uri address, AuthenticationHeaderValue token, IReadOnlyList<byte[]> bodies, int clients)
    {
        var queue = new ConcurrentQueue<byte[]>(bodies);
        var stages = new ConcurrentDictionary<string, double>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            using var http = new HttpClient { BaseAddress = address };
            http.DefaultRequestHeaders.Authorization = token;
            while (queue.TryDequeue(out var body))
            {
                using var content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } };
                using var answer = await http.PostAsync("/billing/v1/usage", content);
                await using var stream = await answer.Content.ReadAsStreamAsync();
                using var json = await JsonDocument.ParseAsync(stream);
                if (!answer.IsSuccessStatusCode || json.RootElement.GetProperty("accepted").GetInt32() != BatchSize)
                {
                    throw new InvalidOperationException($"{(int)answer.StatusCode}: {json.RootElement.ToString()[..200]}");
                }

                foreach (var stage in string.Join(',', answer.Headers.GetValues("Server-Timing")).Split(", "))
                {
                    var parts = stage.Split(";dur=");
                    stages.AddOrUpdate(parts[0], double.Parse(parts[1], CultureInfo.InvariantCulture), (_, sum) => sum + double.Parse(parts[1], CultureInfo.InvariantCulture));
                }
            }
        })));
        return (watch.Elapsed, stages);
    }
}
