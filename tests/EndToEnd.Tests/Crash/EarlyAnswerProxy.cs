using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>
/// The mistake the storm is there to find: says Accepted first and hands the events on afterwards. It stands between the clients and the
/// hub, so that the product needs no switch for it.
/// </summary>
internal sealed class EarlyAnswerProxy : IAsyncDisposable
{
    private readonly WebApplication app;

    private EarlyAnswerProxy(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public static async Task<EarlyAnswerProxy> StartAsync(Uri hub)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var http = new HttpClient { BaseAddress = hub };
        app.MapPost("/billing/v1/usage", async (HttpContext context) =>
        {
            var body = (await JsonNode.ParseAsync(context.Request.Body))!;
            var results = new JsonArray([.. body["events"]!.AsArray().Select(e => new JsonObject { ["id"] = (string)e!["id"]!, ["status"] = "accepted" })]);
            await context.Response.WriteAsJsonAsync(new JsonObject { ["results"] = results });
            using var onward = new HttpRequestMessage(HttpMethod.Post, "/billing/v1/usage") { Content = new StringContent(body.ToJsonString(), null, "application/json") };
            onward.Headers.TryAddWithoutValidation("Authorization", (string?)context.Request.Headers.Authorization);
            _ = HandOnAsync(http, onward);
        });
        await app.StartAsync();
        return new(app);
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task HandOnAsync(HttpClient http, HttpRequestMessage onward)
    {
        try
        {
            using var copy = new HttpRequestMessage(onward.Method, onward.RequestUri) { Content = new StringContent(await onward.Content!.ReadAsStringAsync(), null, "application/json") };
            copy.Headers.TryAddWithoutValidation("Authorization", onward.Headers.Authorization?.ToString());
            await http.SendAsync(copy);
        }
        catch (HttpRequestException)
        {
            // The hub is down, and the events are gone although they were acknowledged: just that is to be found.
        }
    }
}
