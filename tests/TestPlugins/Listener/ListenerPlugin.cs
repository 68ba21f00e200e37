using System.Collections.Concurrent;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Listener;

/// <summary>Handles the messages that its setting names, which the manifest of each version gives another value, and tells what it heard.</summary>
public sealed class ListenerPlugin : IPlugin
{
    public void Setup(IPluginSetup setup)
    {
        setup.Services.AddSingleton<Heard>();
        foreach (var name in setup.Settings.Text("hears")!.Split(' '))
        {
            setup.HandleMessages<Ear>(name);
        }

        setup.MapEndpoints(routes => routes.MapGet("/heard", (Heard heard) => string.Join(' ', heard.Messages)).AllowAnonymous());
    }
}

public sealed class Heard
{
    public ConcurrentQueue<string> Messages { get; } = new();
}

public sealed class Ear(Heard heard) : IPluginMessageHandler
{
    public Task HandleAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken)
    {
        heard.Messages.Enqueue($"{message.Name}:{message.Subject}");
        return Task.CompletedTask;
    }
}
