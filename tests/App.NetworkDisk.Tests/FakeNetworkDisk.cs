using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace App.NetworkDisk.Tests;

/// <summary>The wire of the Network Disk application on a free port of this machine, with a behaviour that tests choose.</summary>
internal sealed class FakeNetworkDisk : IAsyncDisposable
{
    public const string Key = "correct-horse-battery-staple";
    private readonly ConcurrentDictionary<string, (string Body, string State)> operations = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> received = new();
    private readonly CancellationTokenSource stopping = new();
    private readonly WebApplication application;

    private FakeNetworkDisk(WebApplication application)
    {
        this.application = application;
        application.Run(AnswerAsync);
    }

    public ApplicationBehaviour Behaviour { get; set; }

    /// <summary>What is answered instead of anything else, when set: status and body.</summary>
    public (HttpStatusCode Status, string Body)? Always { get; set; }

    /// <summary>What came for the partner, oldest first.</summary>
    public ConcurrentQueue<string> PartnerNotices { get; } = new();

    public Uri Address => new(application.Urls.Single());

    public static async Task<FakeNetworkDisk> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var disk = new FakeNetworkDisk(builder.Build());
        await disk.application.StartAsync();
        return disk;
    }

    public int EffectsOf(OperationId operation) => operations.TryGetValue(operation.ToString(), out var found) && found.State == "done" ? 1 : 0;

    public Task ReceivedAsync(OperationId operation) => Signal(operation.ToString()).Task;

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await application.DisposeAsync();
        stopping.Dispose();
    }

    private TaskCompletionSource Signal(string operation) =>
        received.GetOrAdd(operation, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task AnswerAsync(HttpContext context)
    {
        var operation = context.Request.Path.Value!.Split('/')[^1];
        if (Always is { } always)
        {
            context.Response.StatusCode = (int)always.Status;
            await context.Response.WriteAsync(always.Body);
        }
        else if (context.Request.Headers.Authorization != "Bearer " + Key)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (operation == "partner")
        {
            using var reader = new StreamReader(context.Request.Body);
            PartnerNotices.Enqueue(await reader.ReadToEndAsync());
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else if (context.Request.Method == HttpMethods.Get)
        {
            await TellAsync(context, operation);
        }
        else
        {
            await PutAsync(context, operation);
        }
    }

    private async Task PutAsync(HttpContext context, string operation)
    {
        var body = (await JsonDocument.ParseAsync(context.Request.Body)).RootElement.GetRawText();
        if (Behaviour == ApplicationBehaviour.Refuses)
        {
            await Results.Problem("The enterprise is on our black list.", statusCode: 422, extensions: new Dictionary<string, object?> { ["code"] = "enterprise.not_welcome" }).ExecuteAsync(context);
            return;
        }

        var known = operations.GetOrAdd(operation, (body, Behaviour == ApplicationBehaviour.WorksLater ? "pending" : "done"));
        Signal(operation).TrySetResult();
        if (known.Body != body)
        {
            await Results.Problem("Other content.", statusCode: 409, extensions: new Dictionary<string, object?> { ["code"] = "operation.id_conflict" }).ExecuteAsync(context);
            return;
        }

        if (Behaviour == ApplicationBehaviour.CarriesOutWithoutAnswering)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token, context.RequestAborted);
            await Task.Delay(Timeout.Infinite, either.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            return;
        }

        await TellAsync(context, operation);
    }

    private async Task TellAsync(HttpContext context, string operation)
    {
        if (!operations.TryGetValue(operation, out var found))
        {
            await Results.Problem("Never heard of it.", statusCode: 404, extensions: new Dictionary<string, object?> { ["code"] = "operation.unknown" }).ExecuteAsync(context);
            return;
        }

        if (found.State == "pending" && Behaviour == ApplicationBehaviour.Works)
        {
            operations[operation] = found = (found.Body, "done");
        }

        await Results.Json(new { state = found.State, reference = "disk-" + operation }).ExecuteAsync(context);
    }
}
