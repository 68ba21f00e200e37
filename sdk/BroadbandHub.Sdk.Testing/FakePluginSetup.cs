using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Sdk.Testing;

/// <summary>Remembers what a plugin registers, and refuses what its manifest does not list, as the hub does.</summary>
internal sealed class FakePluginSetup(Manifest manifest, PluginInfo plugin, IPluginSettings settings) : IPluginSetup
{
    private readonly ServiceCollection services = [];
    private bool closed;

    public PluginInfo Plugin => plugin;

    public IPluginSettings Settings => settings;

    public IServiceCollection Services => services;

    public Dictionary<Type, Type> Capabilities { get; } = [];

    public List<(Type Event, Type Handler)> Handlers { get; } = [];

    public List<(string EventName, Type Handler)> MessageHandlers { get; } = [];

    public List<Type> BackgroundServices { get; } = [];

    public List<object> Contributions { get; } = [];

    public void Close() => closed = true;

    public IPluginSetup Provide<TCapability, TImplementation>()
        where TCapability : class
        where TImplementation : class, TCapability
    {
        ThrowIfClosed();
        var name = Sdk.Capabilities.All.FirstOrDefault(c => c.Value == typeof(TCapability)).Key
            ?? throw new InvalidOperationException($"{typeof(TCapability).Name} is no capability of the SDK.");
        if (!manifest.Provides.Contains(name))
        {
            throw new InvalidOperationException($"plugin.json does not list '{name}' under provides.");
        }

        services.AddScoped<TImplementation>();
        Capabilities.Add(typeof(TCapability), typeof(TImplementation));
        return this;
    }

    public IPluginSetup Handle<TEvent, THandler>()
        where TEvent : HubEvent
        where THandler : class, IEventHandler<TEvent>
    {
        ThrowIfClosed();
        services.AddScoped<THandler>();
        Handlers.Add((typeof(TEvent), typeof(THandler)));
        return this;
    }

    public IPluginSetup HandleMessages<THandler>(string eventName)
        where THandler : class, IPluginMessageHandler
    {
        ThrowIfClosed();
        if (!manifest.Consumes.Contains(eventName))
        {
            throw new InvalidOperationException($"plugin.json does not list '{eventName}' under consumes.");
        }

        services.AddScoped<THandler>();
        MessageHandlers.Add((eventName, typeof(THandler)));
        return this;
    }

    public IPluginSetup RunInBackground<TService>()
        where TService : class, IBackgroundService
    {
        ThrowIfClosed();
        services.AddScoped<TService>();
        BackgroundServices.Add(typeof(TService));
        return this;
    }

    public IPluginSetup Contribute(object contribution)
    {
        ArgumentNullException.ThrowIfNull(contribution);
        ThrowIfClosed();
        Contributions.Add(contribution);
        return this;
    }

    private void ThrowIfClosed()
    {
        if (closed)
        {
            throw new InvalidOperationException("A plugin registers inside Setup only.");
        }
    }
}
