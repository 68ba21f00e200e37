using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MainJob;

/// <summary>The hub's HTTP API, with the token of one client. A refusal ends the story with the hub's own words.</summary>
internal sealed class HubApi : IDisposable
{
    private readonly HttpClient http;

    private HubApi(HttpClient http) => this.http = http;

    /// <summary>Signs on with the client that a hub in Development makes for scripts.</summary>
    public static async Task<HubApi> SignOnAsync(HubProgram hub, CancellationToken cancellationToken)
    {
        var file = Path.Combine(hub.DataFolder, "operator-client.json");
        var since = TimeProvider.System.GetTimestamp();
        while (!File.Exists(file) || new FileInfo(file).Length == 0)
        {
            if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(60))
            {
                throw new StoryException($"The hub did not write {file}; it does so in Development only.");
            }

            await Task.Delay(100, cancellationToken);
        }

        var client = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellationToken))!;
        return await SignOnAsync(hub.Address, (string)client["clientId"]!, (string)client["clientSecret"]!, "operator", cancellationToken);
    }

    public static async Task<HubApi> SignOnAsync(Uri hub, string clientId, string clientSecret, string scope, CancellationToken cancellationToken)
    {
        var http = new HttpClient { BaseAddress = hub, Timeout = TimeSpan.FromSeconds(100) };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = clientId,
            ["client_secret"] = clientSecret,
            ["scope"] = scope,
        });
        using var response = await http.PostAsync("connect/token", form, cancellationToken);
        var answer = await ReadAsync(response, "POST connect/token", cancellationToken);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (string)answer["access_token"]!);
        return new HubApi(http);
    }

    public Task<JsonNode> GetAsync(string path, CancellationToken cancellationToken) => SendAsync(HttpMethod.Get, path, null, cancellationToken);

    public Task<JsonNode> PostAsync(string path, JsonNode? body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Post, path, body, cancellationToken);

    public Task<JsonNode> PutAsync(string path, JsonNode body, CancellationToken cancellationToken) => SendAsync(HttpMethod.Put, path, body, cancellationToken);

    public async Task<byte[]> DownloadAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(path, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            await ReadAsync(response, "GET " + path, cancellationToken);
        }

        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <summary>All items of a list, page by page.</summary>
    public async Task<IReadOnlyList<JsonNode>> ListAsync(string path, CancellationToken cancellationToken)
    {
        var items = new List<JsonNode>();
        string? cursor = null;
        do
        {
            var page = await GetAsync(cursor is null ? path : $"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}", cancellationToken);
            items.AddRange(page["items"]!.AsArray().Select(i => i!));
            cursor = (string?)page["next"];
        }
        while (cursor is not null);
        return items;
    }

    /// <summary>Reads until what is there is as wanted; a minute at most.</summary>
    public async Task<JsonNode> UntilAsync(string path, Func<JsonNode, bool> wanted, string what, CancellationToken cancellationToken)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var found = await GetAsync(path, cancellationToken);
            if (wanted(found))
            {
                return found;
            }

            if (TimeProvider.System.GetElapsedTime(since) > TimeSpan.FromSeconds(60))
            {
                throw new StoryException($"{what} within a minute. The last answer: {found.ToJsonString()}");
            }

            await Task.Delay(200, cancellationToken);
        }
    }

    public void Dispose() => http.Dispose();

    private static async Task<JsonNode> ReadAsync(HttpResponseMessage response, string request, CancellationToken cancellationToken)
    {
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new StoryException($"{request} answered {(int)response.StatusCode}: {text}");
        }

        try
        {
            return string.IsNullOrWhiteSpace(text) ? new JsonObject() : JsonNode.Parse(text)!;
        }
        catch (JsonException)
        {
            throw new StoryException($"{request} answered what is no JSON: {text[..Math.Min(text.Length, 200)]}");
        }
    }

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonNode? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Content = body is null ? null : JsonContent.Create(body);
        using var response = await http.SendAsync(request, cancellationToken);
        return await ReadAsync(response, $"{method} {path}", cancellationToken);
    }
}
