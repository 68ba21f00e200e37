using BroadbandHub.PluginHost.Runtime;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.PluginHost.Http;

/// <summary>Enters a plugin for one HTTP request: lease, scope, its services as the request's, and an answer whatever happens.</summary>
internal sealed class PluginEndpointCall(Generations generations, PluginMetrics metrics, RecentLogs recent, PluginLogScope log, TimeProvider clock)
{
    public static Task RefuseAsync(HttpContext context) =>
        HubError.Forbidden("plugin.endpoint_closed", "This endpoint says neither who may call it nor that everybody may.").ToProblem().ExecuteAsync(context);

    public async Task InvokeAsync(HttpContext context, Generation generation, int index, EndpointKey key)
    {
        var pluginId = generation.PluginId;

        // The request was matched before an upgrade and comes in after it: the same endpoint of the generation that runs now takes it.
        for (var next = generation; next is not null; next = generations.Current(pluginId) is { } now && now != next ? now : null)
        {
            using var lease = next.TryCall("endpoint", () => context.Response.HasStarted, out var isFull);
            if (isFull)
            {
                metrics.Called(pluginId, "endpoint", "refused", TimeSpan.Zero);
                context.Response.Headers.RetryAfter = "5";
                await Results.Problem(
                    $"The plugin {pluginId} is answering as many requests as it may at once; try again later.", statusCode: 503, extensions: Code("plugin.busy")).ExecuteAsync(context);
                return;
            }

            if (lease is not null && Find(lease, next == generation ? index : null, key) is { } endpoint)
            {
                await RunAsync(context, pluginId, lease, endpoint);
                return;
            }
        }

        await HubError.NotFound("plugin.not_running", $"The plugin {pluginId} is not running.").ToProblem().ExecuteAsync(context);
    }

    private static Endpoint? Find(GenerationLease lease, int? index, EndpointKey key) => index is { } i
        ? lease.Core.Endpoints.ElementAtOrDefault(i)
        : lease.Core.Endpoints.FirstOrDefault(e => EndpointKey.Of((RouteEndpoint)e) == key);

    private async Task RunAsync(HttpContext context, string pluginId, GenerationLease lease, Endpoint endpoint)
    {
        var (before, start, result) = (context.RequestServices, clock.GetTimestamp(), "ok");
        using var scope = log.Begin(pluginId);
        await using var services = new RequestServices(lease.Core.Services!.BeginScope(), before, isPage: false);
        try
        {
            context.RequestServices = services;
            await endpoint.RequestDelegate!(context);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            context.RequestServices = before;
            result = "bad_request";
            await Results.Problem(e.Message, statusCode: e.StatusCode, extensions: Code("request.malformed")).ExecuteAsync(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            result = "aborted";
        }
        catch (Exception e)
        {
            context.RequestServices = before;
            result = "failed";
            recent.Add(pluginId, LogLevel.Error, "Endpoint", $"{context.Request.Method} {context.Request.Path} failed: {e.Message}", e);
            if (context.Response.HasStarted)
            {
                context.Abort();
            }
            else
            {
                context.Response.Clear();
                await Results.Problem($"The plugin {pluginId} failed to handle this request.", statusCode: 500, extensions: Code("plugin.failed")).ExecuteAsync(context);
            }
        }
        finally
        {
            context.RequestServices = before;
            metrics.Called(pluginId, "endpoint", result, clock.GetElapsedTime(start));
        }
    }

    private static Dictionary<string, object?> Code(string code) => new(StringComparer.Ordinal) { ["code"] = code };
}
