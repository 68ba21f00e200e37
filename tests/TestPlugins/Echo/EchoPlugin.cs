using System.ComponentModel.DataAnnotations;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Echo;

/// <summary>Endpoints of several kinds, scoped and keyed services, a capability, messages to itself, work in the background.</summary>
public sealed class EchoPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddScoped<Visits>();
        setup.Services.AddSingleton<Heard>();
        setup.Services.AddKeyedSingleton<IVoice, Loud>("loud");
        setup.Services.AddKeyedSingleton<IVoice>("soft", (_, _) => new Soft());
        setup.Services.AddScoped<Choir>();
        setup.Provide<IApplication, EchoApplication>();
        setup.HandleMessages<Ear>("test.echo/echoed@1");
        setup.Handle<EnterpriseCreated, Welcome>();
        setup.RunInBackground<Clockwork>();
        setup.MapEndpoints(Map);
    }

    private static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/version", (PluginInfo info, Visits visits) => Results.Ok(new Answer(info.Version, visits.Count()))).AllowAnonymous();
        routes.MapGet("/slow", async (PluginInfo info, int ms, CancellationToken token) =>
        {
            await Task.Delay(ms, token);
            return Results.Ok(new Answer(info.Version, ms));
        }).AllowAnonymous();
        routes.MapPost("/echo", (Words words, ILogger<EchoPlugin> logger) =>
        {
            logger.LogInformation("Echoing {Text}", words.Text);
            return Results.Ok(new Words(words.Text, words.Times + 1));
        }).AllowAnonymous();
        routes.MapGet("/choir", (Choir choir, [FromKeyedServices("soft")] IVoice soft) => choir.Sing() + soft.Say()).AllowAnonymous();
        routes.MapGet("/throws", string () => throw new EchoException("nothing to echo")).AllowAnonymous();
        routes.MapGet("/closed", () => "never seen");
        routes.MapGet("/members", () => "members").RequireAuthorization("echo.read");
        routes.MapGet("/host", (IServiceProvider services) => services.GetService(typeof(Microsoft.Extensions.Hosting.IHostEnvironment)) is null ? "no" : "yes").AllowAnonymous();
        routes.MapGet("/ticks", (Heard heard) => heard.Ticks).AllowAnonymous();
        routes.MapPost("/publish", async (IEventPublisher events, CancellationToken token) =>
        {
            await events.PublishAsync("echoed@1", "subject", """{"text":"hello"}""", token);
            return "published";
        }).AllowAnonymous();
        routes.MapGet("/heard", (Heard heard) => string.Join("|", heard.Messages)).AllowAnonymous();
    }
}

public sealed record Answer(string Version, int Count);

public sealed record Words([property: Required] string Text, int Times);

public sealed class EchoException(string message) : Exception(message);

public sealed class Visits
{
    private int count;

    public int Count() => ++count;
}

public interface IVoice
{
    string Say();
}

public sealed class Loud : IVoice
{
    public string Say() => "LA";
}

public sealed class Soft : IVoice
{
    public string Say() => "la";
}

public sealed class Choir([FromKeyedServices("loud")] IVoice loud, [FromKeyedServices("soft")] IVoice soft)
{
    public string Sing() => loud.Say() + soft.Say();
}

public sealed class Heard
{
    private readonly System.Collections.Concurrent.ConcurrentQueue<string> messages = new();
    private int ticks;

    public int Ticks => Volatile.Read(ref ticks);

    public IEnumerable<string> Messages => messages;

    public void Add(string message) => messages.Enqueue(message);

    public void Tick() => Interlocked.Increment(ref ticks);
}

public sealed class Ear(Heard heard) : IPluginMessageHandler
{
    public Task HandleAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken)
    {
        heard.Add(message.Name + message.Json);
        return Task.CompletedTask;
    }
}

public sealed class Welcome(Heard heard) : IEventHandler<EnterpriseCreated>
{
    public Task HandleAsync(EnterpriseCreated happened, Delivery delivery, CancellationToken cancellationToken)
    {
        heard.Add("welcome " + happened.Name);
        return Task.CompletedTask;
    }
}

public sealed class Clockwork(Heard heard) : IBackgroundService
{
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            heard.Tick();
            await Task.Delay(20, stopping);
        }
    }
}

public sealed class EchoApplication(PluginInfo info) : IApplication
{
    public ApplicationDescriptor Describe() => new(
        "echo", new LocalText("Echo " + info.Version), new LocalText("Answers"), null, [new MeterDescriptor("echoes", "echo", 0, new LocalText("Echoes"))]);
}
