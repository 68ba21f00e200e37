using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace BroadbandHub.EndToEnd.Tests.Crash;

/// <summary>
/// Stands between a client and the hub, and knows what the client cannot: what the hub had answered when the answer got lost on the way.
/// With <c>answersFirst</c> it makes the very mistake that the storm is there to find, and nothing else: as soon as a live hub has the events, it says
/// Accepted, without waiting for the hub's own answer. What no live hub can take is refused in both forms.
/// </summary>
internal sealed class UsageProxy : IAsyncDisposable
{
    private const int AtOnce = 8;

    /// <summary>Keeps the hub as busy as eight waiting clients would, not busier.</summary>
    private readonly SemaphoreSlim underway = new(AtOnce);
    private readonly ConcurrentDictionary<string, byte> unanswered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> withheld = new(StringComparer.Ordinal);
    private readonly WebApplication app;
    private readonly HttpClient http;
    private readonly bool answersFirst;
    private Func<Task>? onAnswer;

    private UsageProxy(WebApplication app, Uri hub, bool answersFirst)
    {
        (this.app, this.answersFirst) = (app, answersFirst);
        http = new HttpClient { BaseAddress = hub };
        app.MapPost("/billing/v1/usage", PassOnAsync);
    }

    public Uri Address => new(app.Urls.First());

    /// <summary>Events that a live hub was given, and to which it never answered.</summary>
    public IEnumerable<string> Unanswered => unanswered.Keys;

    /// <summary>Events that the hub acknowledged to the proxy just before it was killed; the client never heard of it.</summary>
    public IEnumerable<string> Withheld => withheld.Keys;

    public static async Task<UsageProxy> StartAsync(Uri hub, bool answersFirst = false)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var proxy = new UsageProxy(builder.Build(), hub, answersFirst);
        await proxy.app.StartAsync();
        return proxy;
    }

    /// <summary>Does this once, when the hub's next answer is here and before anything of it is passed on; that answer then gets lost.</summary>
    public Task AtNextAnswerAsync(Func<Task> act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        onAnswer = async () =>
        {
            try
            {
                await act();
                done.SetResult();
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        };
        return done.Task;
    }

    /// <summary>Waits until the hub has answered, or will never answer, whatever it was given.</summary>
    public async Task SettleAsync()
    {
        for (var i = 0; i < AtOnce; i++)
        {
            await underway.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassOnAsync(HttpContext context)
    {
        var body = (await JsonNode.ParseAsync(context.Request.Body))!;
        string[] ids = [.. body["events"]!.AsArray().Select(e => (string)e!["id"]!)];
        await underway.WaitAsync();
        var content = new WatchedContent(body.ToJsonString());
        var answer = AskAsync(content, (string?)context.Request.Headers.Authorization, ids);
        if (!answersFirst)
        {
            await DeliverAsync(context, await answer, ids);
        }
        else if (await Task.WhenAny(content.Sent, answer) == content.Sent)
        {
            await context.Response.WriteAsJsonAsync(
                new JsonObject { ["results"] = new JsonArray([.. ids.Select(id => new JsonObject { ["id"] = id, ["status"] = "accepted" })]) });
        }
        else
        {
            context.Response.StatusCode = (int)HttpStatusCode.BadGateway;
        }
    }

    private async Task<(HttpStatusCode Status, string Text)?> AskAsync(WatchedContent content, string? authorization, string[] ids)
    {
        try
        {
            using var onward = new HttpRequestMessage(HttpMethod.Post, "/billing/v1/usage") { Content = content };
            onward.Headers.TryAddWithoutValidation("Authorization", authorization);
            using var answer = await http.SendAsync(onward);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            if (content.Sent.IsCompletedSuccessfully)
            {
                Array.ForEach(ids, id => unanswered[id] = 0);
            }

            return null;
        }
        finally
        {
            underway.Release();
        }
    }

    private async Task DeliverAsync(HttpContext context, (HttpStatusCode Status, string Text)? answer, string[] ids)
    {
        if (answer is not { } given)
        {
            context.Abort();
        }
        else if (given.Status == HttpStatusCode.OK && Interlocked.Exchange(ref onAnswer, null) is { } act)
        {
            Array.ForEach(ids, id => withheld[id] = 0);
            await act();
            context.Abort();
        }
        else
        {
            context.Response.StatusCode = (int)given.Status;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(given.Text);
        }
    }

    /// <summary>Knows when it has been written to the connection: only a live hub gets that far.</summary>
    private sealed class WatchedContent : StringContent
    {
        private readonly TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public WatchedContent(string json)
            : base(json, null, "application/json")
        {
        }

        public Task Sent => sent.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await base.SerializeToStreamAsync(stream, context);
            await stream.FlushAsync();
            sent.TrySetResult();
        }
    }
}
