using BroadbandHub.PluginHost.Events;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>What a plugin registers itself with; holds it to its manifest.</summary>
internal sealed class PluginSetup(PluginManifest manifest, PluginInfo plugin, IPluginSettings settings) : IPluginSetup
{
    private readonly List<Type> own = [];
    private readonly ServiceCollection services = [];
    private bool isOver;

    public GenerationParts Parts { get; } = new();

    public PluginInfo Plugin => plugin;

    public IPluginSettings Settings => settings;

    public IServiceCollection Services => services;

    /// <summary>Ends the setup. What the plugin did not register as a service itself becomes a transient one.</summary>
    public void Finish()
    {
        isOver = true;
        foreach (var type in own)
        {
            services.TryAddTransient(type, type);
        }
    }

    public IPluginSetup Provide<TCapability, TImplementation>()
        where TCapability : class
        where TImplementation : class, TCapability
    {
        CheckOpen();
        var name = Capabilities.All.FirstOrDefault(c => c.Value == typeof(TCapability)).Key
            ?? throw new InvalidOperationException($"{typeof(TCapability).Name} is no capability of the SDK.");
        if (!manifest.Provides.Contains(name))
        {
            throw new InvalidOperationException($"The plugin offers the capability \"{name}\", but plugin.json does not list it under \"provides\".");
        }

        if (!Parts.Capabilities.TryAdd(typeof(TCapability), typeof(TImplementation)))
        {
            throw new InvalidOperationException($"The plugin offers the capability \"{name}\" twice.");
        }

        own.Add(typeof(TImplementation));
        return this;
    }

    public IPluginSetup Handle<TEvent, THandler>()
        where TEvent : HubEvent
        where THandler : class, IEventHandler<TEvent>
    {
        CheckOpen();
        own.Add(typeof(THandler));
        HandlersOf(typeof(TEvent).Name).Add((provider, incoming, cancellationToken) =>
            provider.GetRequiredService<THandler>().HandleAsync(EventJson.Read<TEvent>(incoming.Json), incoming.Delivery, cancellationToken));
        return this;
    }

    public IPluginSetup HandleMessages<THandler>(string eventName)
        where THandler : class, IPluginMessageHandler
    {
        CheckOpen();
        if (!manifest.Consumes.Contains(eventName))
        {
            throw new InvalidOperationException($"The plugin handles \"{eventName}\", but plugin.json does not list it under \"consumes\".");
        }

        own.Add(typeof(THandler));
        HandlersOf(eventName).Add((provider, incoming, cancellationToken) => provider.GetRequiredService<THandler>().HandleAsync(
            new PluginMessage(incoming.Name, incoming.Subject, incoming.Json, incoming.OccurredAt), incoming.Delivery, cancellationToken));
        return this;
    }

    public IPluginSetup RunInBackground<TService>()
        where TService : class, IBackgroundService
    {
        CheckOpen();
        own.Add(typeof(TService));
        Parts.BackgroundServices.Add(typeof(TService));
        return this;
    }

    public IPluginSetup Contribute(object contribution)
    {
        CheckOpen();
        switch (contribution)
        {
            case PortalSection section:
                CheckComponents(section.Key, section.Permission, section.Pages.Select(p => p.Component));
                Parts.Sections.Add(section);
                break;
            case PortalWidget widget:
                CheckComponents(widget.Key, widget.Permission, [widget.Component]);
                Parts.Widgets.Add(widget);
                break;
            case PluginEndpoints endpoints:
                Parts.Endpoints.Add(endpoints);
                break;
            case PluginTables tables when Parts.Tables is null:
                Parts.Tables = tables;
                break;
            case PluginTables:
                throw new InvalidOperationException("The plugin adds tables twice; put all of them into one context.");
            default:
                throw new InvalidOperationException($"This hub does not know contributions of the type {contribution?.GetType().Name ?? "null"}.");
        }

        return this;
    }

    private List<EventCall> HandlersOf(string eventName) =>
        Parts.Handlers.TryGetValue(eventName, out var handlers) ? handlers : Parts.Handlers[eventName] = [];

    private void CheckComponents(string key, string? permission, IEnumerable<Type> components)
    {
        if (permission is not null && manifest.Permissions.All(p => p.Name != permission))
        {
            throw new InvalidOperationException($"\"{key}\" needs the permission {permission}, but plugin.json does not list it under \"permissions\".");
        }

        if (components.FirstOrDefault(c => !typeof(IComponent).IsAssignableFrom(c)) is { } wrong)
        {
            throw new InvalidOperationException($"\"{key}\" names {wrong.Name} as its page, which is no Razor component.");
        }
    }

    private void CheckOpen()
    {
        if (isOver)
        {
            throw new InvalidOperationException("The setup is over: register everything inside IPlugin.Setup.");
        }
    }
}
