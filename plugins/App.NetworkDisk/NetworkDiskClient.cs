using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using BroadbandHub.Sdk;

namespace App.NetworkDisk;

/// <summary>
/// The only file that knows the application's wire format: <c>PUT</c> and <c>GET provisioning/v1/operations/{operation id}</c>, and <c>PUT provisioning/v1/partner</c>.
/// The operation id is the address of the order, so the application sees a repeated order as the same one.
/// </summary>
internal sealed class NetworkDiskClient(IHttpClientFactory http, NetworkDiskOptions options, TimeProvider clock)
{
    private const int LongestMessage = 300;
    private const int LongestAnswer = 64 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    public Task<ProvisioningResult> PutAsync(ProvisioningOrder order, CancellationToken cancellationToken)
    {
        var body = new JsonObject
        {
            ["action"] = order.Action == ProvisioningAction.Activate ? "activate" : "end",
            ["subscription"] = order.SubscriptionId.ToString(),
            ["enterprise"] = order.EnterpriseId.ToString(),
            ["enterpriseName"] = order.EnterpriseName,
            ["product"] = order.ProductId.ToString(),
        };
        return SendAsync(HttpMethod.Put, order.OperationId, JsonContent.Create(body), cancellationToken);
    }

    public Task<ProvisioningResult> GetAsync(OperationId operationId, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, operationId, null, cancellationToken);

    /// <summary>Says how the application's partner stands.</summary>
    /// <exception cref="HttpRequestException">The application did not take it, or could not be reached.</exception>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public async Task TellOfPartnerAsync(string state, string? reason, DateTimeOffset since, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = Request(HttpMethod.Put, "provisioning/v1/partner", JsonContent.Create(new JsonObject { ["state"] = state, ["reason"] = reason, ["since"] = since }));
        try
        {
            using var client = http.CreateClient();
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            response.EnsureSuccessStatusCode();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(NoAnswer);
        }
    }

    private async Task<ProvisioningResult> SendAsync(HttpMethod method, OperationId operation, HttpContent? body, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(options.TimeLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        using var request = Request(method, $"provisioning/v1/operations/{operation}", body);
        request.Headers.Add("Idempotency-Key", operation.ToString());
        try
        {
            using var client = http.CreateClient();
            client.MaxResponseContentBufferSize = LongestAnswer;
            using var response = await client.SendAsync(request, either.Token);
            return Settle(method, Read(response.StatusCode, await response.Content.ReadAsStringAsync(either.Token)));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ProvisioningResult.Unknown(NoAnswer);
        }
        catch (HttpRequestException e) when (NeverArrived(e.HttpRequestError))
        {
            return Settle(method, new NotNow($"The application could not be reached ({e.HttpRequestError})."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new ProvisioningResult.Unknown("The connection broke before the application's answer had arrived.");
        }
    }

    private string NoAnswer => $"The application did not answer within {options.TimeLimit.TotalSeconds:0} seconds.";

    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? body) => new(method, new Uri(options.BaseAddress!, path))
    {
        Content = body,
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", options.ApiKey) },
    };

    private static bool NeverArrived(HttpRequestError error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    // A call that was turned away did nothing; but a question that was turned away says nothing of the order it asked for.
    private static ProvisioningResult Settle(HttpMethod method, Answer answer) => answer switch
    {
        Told told => told.Result,
        NotNow notNow when method == HttpMethod.Put => new ProvisioningResult.NotExecuted(notNow.Why),
        NotNow notNow => new ProvisioningResult.Unknown(notNow.Why),
        _ => throw new InvalidOperationException("There is no other answer."),
    };

    private static Answer Read(HttpStatusCode status, string text)
    {
        var body = Parse(text);
        return (int)status switch
        {
            >= 200 and < 300 => new Told(State(body)),
            // The key is the operator's to put right; until then nothing happens at the application.
            401 or 403 => new NotNow("The application does not accept the key. Check it in the plugin's settings."),
            429 => new NotNow("The application asks to come back later (429)."),
            404 when Text(body, "code") == "operation.unknown" => new Told(new ProvisioningResult.NotExecuted("The application never received the order.")),
            408 => new Told(new ProvisioningResult.Unknown("The application ran out of time (408).")),
            >= 400 and < 500 when Text(body, "code") is { } code =>
                new Told(new ProvisioningResult.Refused(code, Text(body, "detail") ?? "The application refused the order.")),
            // A refusal without a code may come from anything on the way: asking again does no harm, giving up might.
            var other => new Told(new ProvisioningResult.Unknown($"The application answered {other} without saying what became of the order.")),
        };
    }

    private static ProvisioningResult State(JsonObject? body) => Text(body, "state") switch
    {
        "done" => new ProvisioningResult.Done(Text(body, "reference")),
        "pending" => new ProvisioningResult.Pending(),
        _ => new ProvisioningResult.Unknown("The application's answer could not be read."),
    };

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // What comes over the wire ends up in the database and on a screen: only text, and only so much of it.
    private static string? Text(JsonObject? body, string name) =>
        body?[name] is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0
            ? text[..Math.Min(text.Length, name is "reference" ? 200 : LongestMessage)]
            : null;

    private abstract record Answer;

    private sealed record Told(ProvisioningResult Result) : Answer;

    private sealed record NotNow(string Why) : Answer;
}
