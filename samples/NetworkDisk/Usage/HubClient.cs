using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using NetworkDisk.Journal;

namespace NetworkDisk.Usage;

internal sealed record HubAnswer(IReadOnlyList<SettledEvent> Events, string? Trouble);

/// <summary>The only file that knows the hub's wire format: client credentials, and the billing collection interface.</summary>
internal sealed class HubClient(HttpClient http, DiskOptions options)
{
    private string? token;

    /// <summary>Sends events. Whatever the hub did not answer for is not settled and will be sent again.</summary>
    public async Task<HubAnswer> SendAsync(IReadOnlyList<UsageEvent> events, CancellationToken cancellationToken)
    {
        if (options.Hub is null)
        {
            return new([], "No hub is set (Hub:Address).");
        }

        try
        {
            token ??= await SignOnAsync(cancellationToken);
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(options.Hub, "billing/v1/usage"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Content = JsonContent.Create(Body(events));
            using var response = await http.SendAsync(request, cancellationToken);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                // The token has run out; the next report gets a new one.
                token = null;
            }

            return response.IsSuccessStatusCode
                ? new(Read(await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken)), null)
                : new([], $"The hub answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or InvalidOperationException
            || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new([], $"The hub could not be reached, or its answer could not be read: {e.Message}");
        }
    }

    private static JsonObject Body(IEnumerable<UsageEvent> events) => new()
    {
        ["events"] = new JsonArray([.. events.Select(e => new JsonObject
        {
            ["id"] = e.Id,
            ["subscription"] = e.Subscription,
            ["meter"] = e.Meter,
            ["quantity"] = e.Quantity,
            ["time"] = e.Time,
        })]),
    };

    private static List<SettledEvent> Read(JsonObject? answer) =>
        [.. (answer?["results"]?.AsArray() ?? []).Select(r => new SettledEvent((string)r!["id"]!, (string)r["status"]!, (string?)r["code"]))];

    private async Task<string> SignOnAsync(CancellationToken cancellationToken)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = options.ClientId,
            ["client_secret"] = options.ClientSecret,
            ["scope"] = "billing.usage",
        });
        using var response = await http.PostAsync(new Uri(options.Hub!, "connect/token"), form, cancellationToken);
        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<JsonObject>(cancellationToken);
        return (string?)answer?["access_token"] ?? throw new JsonException("The hub gave no token.");
    }
}
