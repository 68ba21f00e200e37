using Microsoft.Extensions.DependencyInjection;

namespace BroadbandHub.Sdk;

/// <summary>What a plugin registers itself with. You call it, inside <see cref="IPlugin.Setup"/> only; it may gain members in a minor version.</summary>
public interface IPluginSetup
{
    /// <summary>Who the plugin is: id, version, folder.</summary>
    PluginInfo Plugin { get; }

    /// <summary>The plugin's settings as they are now. A change of settings makes a new generation, so they never change under a running one.</summary>
    IPluginSettings Settings { get; }

    /// <summary>
    /// The plugin's private services. The host adds: <see cref="PluginInfo"/>, <see cref="IPluginSettings"/>, <see cref="TimeProvider"/>,
    /// <c>ILogger&lt;T&gt;</c>, <c>IHttpClientFactory</c> (do not call AddHttpClient: its handlers would keep the plugin in memory),
    /// <see cref="IEventPublisher"/>, <see cref="IPluginFiles"/>. Singletons live as long as the generation.
    /// </summary>
    IServiceCollection Services { get; }

    /// <summary>
    /// Offers a capability, an interface of the SDK such as <see cref="IApplicationProvisioner"/>. Its name must be listed under
    /// <c>provides</c> in plugin.json. The host resolves a new instance for each call, in a scope of its own.
    /// </summary>
    /// <exception cref="InvalidOperationException">The manifest does not list the capability, or it is no SDK capability.</exception>
    IPluginSetup Provide<TCapability, TImplementation>()
        where TCapability : class
        where TImplementation : class, TCapability;

    /// <summary>Subscribes to an event of the host. Delivered at least once, events of one subject in order; see <see cref="IEventHandler{TEvent}"/>.</summary>
    IPluginSetup Handle<TEvent, THandler>()
        where TEvent : HubEvent
        where THandler : class, IEventHandler<TEvent>;

    /// <summary>
    /// Subscribes to an event of another plugin, by its full name <c>plugin-id/event@version</c>; the manifest lists it under <c>consumes</c>.
    /// </summary>
    IPluginSetup HandleMessages<THandler>(string eventName)
        where THandler : class, IPluginMessageHandler;

    /// <summary>Runs a service in the background from the moment the plugin is Running until it is stopped; see <see cref="IBackgroundService"/>.</summary>
    IPluginSetup RunInBackground<TService>()
        where TService : class, IBackgroundService;

    /// <summary>Adds a piece that another SDK package defines (portal section, widget, endpoints, tables). Use that package's extension methods.</summary>
    IPluginSetup Contribute(object contribution);
}
