using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace BroadbandHub.Sdk.Testing;

/// <summary>
/// Runs a plugin without the hub: calls its <see cref="IPlugin.Setup"/> once, checks what it registers against its manifest as the hub does, and gives
/// its services the fakes of this package. You call it, from tests; not safe for concurrent set-up, otherwise from any thread.
/// </summary>
public sealed class PluginHarness : IAsyncDisposable
{
    private readonly FakePluginSetup setup;
    private readonly ServiceProvider services;

    private PluginHarness(FakePluginSetup setup, ServiceProvider services, PluginHarnessOptions options, FakeEventPublisher events, FakePluginFiles files, CollectedLog log)
    {
        this.setup = setup;
        this.services = services;
        Clock = options.Clock;
        Events = events;
        Files = files;
        Log = log;
    }

    /// <summary>Who the plugin is, as its manifest says.</summary>
    public PluginInfo Plugin => setup.Plugin;

    /// <summary>The hub's clock; stands still until it is advanced.</summary>
    public FakeTimeProvider Clock { get; }

    /// <summary>What the plugin published.</summary>
    public FakeEventPublisher Events { get; }

    /// <summary>The plugin's files.</summary>
    public FakePluginFiles Files { get; }

    /// <summary>What the plugin logged.</summary>
    public CollectedLog Log { get; }

    /// <summary>What the plugin gave to <see cref="IPluginSetup.Contribute"/> (sections, widgets, endpoints, tables), in order.</summary>
    public IReadOnlyList<object> Contributions => setup.Contributions;

    /// <summary>Sets a plugin up.</summary>
    /// <param name="plugin">Its entry.</param>
    /// <param name="options">Settings and surroundings; those of a fresh hub when null.</param>
    /// <exception cref="InvalidOperationException">The manifest is missing or broken, or the plugin registers what it does not list.</exception>
    /// <remarks>An exception of <see cref="IPlugin.Setup"/> comes through as it is: in the hub it would make the plugin Faulted.</remarks>
    public static PluginHarness Start(IPlugin plugin, PluginHarnessOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(plugin);
        options ??= new PluginHarnessOptions();
        var manifest = Manifest.Read(options.ManifestFile);
        var info = new PluginInfo(manifest.Id, manifest.Version, Path.GetDirectoryName(Path.GetFullPath(options.ManifestFile))!);
        var settings = new FakePluginSettings(manifest, options.Settings);
        var setup = new FakePluginSetup(manifest, info, settings);
        var events = new FakeEventPublisher(manifest);
        var files = new FakePluginFiles();
        var log = new CollectedLog();

        setup.Services.AddSingleton(info);
        setup.Services.AddSingleton<IPluginSettings>(settings);
        setup.Services.AddSingleton<TimeProvider>(options.Clock);
        setup.Services.AddSingleton<IEventPublisher>(events);
        setup.Services.AddSingleton<IPluginFiles>(files);
        setup.Services.AddSingleton<IHttpClientFactory>(new FakeHttpClientFactory(options.HttpHandler));
        setup.Services.AddLogging(logging => logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddProvider(log));
        plugin.Setup(setup);
        setup.Close();
        options.AddServices?.Invoke(setup.Services);
        var provider = setup.Services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true, ValidateOnBuild = true });
        return new PluginHarness(setup, provider, options, events, files, log);
    }

    /// <summary>True when the plugin offers the capability.</summary>
    public bool Provides<TCapability>()
        where TCapability : class => setup.Capabilities.ContainsKey(typeof(TCapability));

    /// <summary>Calls a capability of the plugin in a scope of its own, as the hub does.</summary>
    /// <exception cref="InvalidOperationException">The plugin does not offer it.</exception>
    public async Task<TResult> CallAsync<TCapability, TResult>(Func<TCapability, Task<TResult>> call)
        where TCapability : class
    {
        ArgumentNullException.ThrowIfNull(call);
        var implementation = setup.Capabilities.GetValueOrDefault(typeof(TCapability))
            ?? throw new InvalidOperationException($"{Plugin.Id} does not provide {typeof(TCapability).Name}.");
        await using var scope = services.CreateAsyncScope();
        return await call((TCapability)scope.ServiceProvider.GetRequiredService(implementation));
    }

    /// <summary>Calls something with the plugin's services, in a scope of its own.</summary>
    public async Task<TResult> InScopeAsync<TResult>(Func<IServiceProvider, Task<TResult>> call)
    {
        ArgumentNullException.ThrowIfNull(call);
        await using var scope = services.CreateAsyncScope();
        return await call(scope.ServiceProvider);
    }

    /// <summary>Delivers an event of the host to the plugin's handlers, once; exceptions come through. Returns how many handled it.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="delivery">Its delivery; deliver the same one again to test that it is handled idempotently.</param>
    /// <param name="cancellationToken">Passed on.</param>
    public async Task<int> DeliverAsync<TEvent>(TEvent happened, Delivery delivery, CancellationToken cancellationToken)
        where TEvent : HubEvent
    {
        var handlers = setup.Handlers.Where(h => h.Event == typeof(TEvent)).ToList();
        foreach (var (_, handler) in handlers)
        {
            await using var scope = services.CreateAsyncScope();
            await ((IEventHandler<TEvent>)scope.ServiceProvider.GetRequiredService(handler)).HandleAsync(happened, delivery, cancellationToken);
        }

        return handlers.Count;
    }

    /// <summary>Delivers an event of another plugin to the handlers of its name, once. Returns how many handled it.</summary>
    public async Task<int> DeliverAsync(PluginMessage message, Delivery delivery, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var handlers = setup.MessageHandlers.Where(h => h.EventName == message.Name).ToList();
        foreach (var (_, handler) in handlers)
        {
            await using var scope = services.CreateAsyncScope();
            await ((IPluginMessageHandler)scope.ServiceProvider.GetRequiredService(handler)).HandleAsync(message, delivery, cancellationToken);
        }

        return handlers.Count;
    }

    /// <summary>Runs the plugin's background services, each in a scope of its own, until all have returned.</summary>
    public Task RunBackgroundAsync(CancellationToken stopping) => Task.WhenAll(setup.BackgroundServices.Select(async service =>
    {
        await using var scope = services.CreateAsyncScope();
        await ((IBackgroundService)scope.ServiceProvider.GetRequiredService(service)).RunAsync(stopping);
    }));

    /// <summary>Disposes the plugin's services.</summary>
    public ValueTask DisposeAsync() => services.DisposeAsync();
}
