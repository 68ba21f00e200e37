using System.Reflection;
using System.Runtime.Loader;
using Autofac;
using BroadbandHub.PluginHost.Admission;
using BroadbandHub.PluginHost.Events;
using BroadbandHub.PluginHost.Http;
using BroadbandHub.PluginHost.Manifests;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;
using McMaster.NETCore.Plugins;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Builds a generation completely, or not at all: what was made until a failure is taken down again.</summary>
internal sealed class GenerationFactory(
    IServiceProvider host, ILoggerFactory loggers, RecentLogs recent, TimeProvider clock, IHttpClientFactory httpClients, IFileStore files,
    PluginTablesSetup tables, Retirement retirement, IOptions<PluginHostOptions> options, IOptions<JsonOptions> json, IOptions<RazorComponentsServiceOptions> razor)
{
    public async Task<Generation> BuildAsync(Admitted admitted, IReadOnlyDictionary<string, string?> values, CancellationToken cancellationToken)
    {
        var manifest = admitted.Manifest;
        var info = new PluginInfo(manifest.Id, manifest.Version.ToString(), admitted.Folder);
        var settings = new PluginSettings(manifest.Settings, values);
        var limit = options.Value.SetupLimit;
        var building = new Building();
        try
        {
            // On a pool thread of its own: code that never returns costs that thread and nothing else.
            var setup = Task.Run(() => Load(building, admitted, info, settings), cancellationToken);
            await setup.WaitAsync(limit, clock, cancellationToken);
            var core = building.Core!;
            await tables.PrepareAsync(manifest, core, limit, cancellationToken);
            Compose(building, manifest, info, settings);
            await Task.Run(() => core.Endpoints = EndpointFactory.Build(manifest.Id, core, host), cancellationToken).WaitAsync(limit, clock, cancellationToken);
            return new Generation(manifest, admitted.Folder, new CallPlaces(options.Value.MostCalls, clock), building.Take());
        }
        catch (TimeoutException)
        {
            building.MarkHanging(retirement, manifest.Id, info.Version);
            throw new PluginFailedException($"Setup did not return within {limit.TotalSeconds:0} seconds; it must only register and do no work. Its thread is lost until this node restarts.");
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            var reason = PluginFailedException.Explain(e);
            recent.Add(manifest.Id, LogLevel.Error, "Start", reason, e);
            await building.TakeDownAsync(retirement, manifest.Id, info.Version);

            // Without the inner exception: it may be the plugin's own type.
            throw new PluginFailedException(reason);
        }
    }

    private void Load(Building building, Admitted admitted, PluginInfo info, IPluginSettings settings)
    {
        var config = new PluginConfig(admitted.AssemblyPath)
        {
            IsUnloadable = true,
            LoadInMemory = true,
            PreferSharedTypes = false,
            EnableHotReload = false,

            // The list below is complete already: no need to walk it again for each plugin.
            IsLazyLoaded = true,
        };
        foreach (var (name, version) in SharedAssemblies.All)
        {
            config.SharedAssemblies.Add(new AssemblyName(name) { Version = version });
        }

        var loader = new PluginLoader(config);
        var assembly = loader.LoadDefaultAssembly();
        building.Core = new Generation.Core { Loader = loader, Context = AssemblyLoadContext.GetLoadContext(assembly)!, HostCaches = [razor.Value] };

        // A type that cannot be resolved is a message at the start, not a surprise in a month.
        _ = assembly.GetTypes();
        var plugin = (IPlugin)Activator.CreateInstance(assembly.GetType(admitted.EntryType, throwOnError: true)!)!;
        var setup = new PluginSetup(admitted.Manifest, info, settings);
        plugin.Setup(setup);
        setup.Finish();
        building.Core.Parts = setup.Parts;
        building.Services = setup.Services;
    }

    private void Compose(Building building, PluginManifest manifest, PluginInfo info, IPluginSettings settings)
    {
        var (core, known) = (building.Core!, building.Known);
        var bridged = new ServiceCollection();
        bridged.AddSingleton(clock).AddSingleton(info).AddSingleton(settings).AddSingleton(httpClients);
        bridged.AddSingleton<ILoggerFactory>(new PluginLoggerFactory(loggers, recent, manifest.Id));
        bridged.AddSingleton(typeof(ILogger<>), typeof(Logger<>));
        bridged.AddSingleton<IEventPublisher>(ActivatorUtilities.CreateInstance<EventPublisher>(host, manifest));
        bridged.AddSingleton<IPluginFiles>(new PluginFiles(files, manifest.Id));
        bridged.AddSingleton(OwnJson());

        // An empty container of its own: a shared parent would remember the types of every child.
        core.Root = new ContainerBuilder().Build();
        var scope = core.Root.BeginLoadContextLifetimeScope(manifest.Id, core.Context, builder =>
        {
            bridged.CopyTo(builder);
            building.Services!.CopyTo(builder);
            tables.Register(core, builder, known);
            builder.Register(c => new PluginServices(c.Resolve<ILifetimeScope>(), known))
                .As<IServiceProvider>().As<IServiceScopeFactory>().InstancePerLifetimeScope().ExternallyOwned();
        });
        foreach (var service in bridged.Concat(building.Services!))
        {
            known.Add(service);
        }

        core.Services = new PluginServices(scope, known);
    }

    // A resolver of its own, because options that look alike share what they know of types.
    private IOptions<JsonOptions> OwnJson()
    {
        var own = new JsonOptions();
        foreach (var converter in json.Value.SerializerOptions.Converters)
        {
            own.SerializerOptions.Converters.Add(converter);
        }

        own.SerializerOptions.TypeInfoResolver = new System.Text.Json.Serialization.Metadata.DefaultJsonTypeInfoResolver();
        return Options.Create(own);
    }

    /// <summary>What exists while a generation is being built.</summary>
    private sealed class Building
    {
        public Generation.Core? Core { get; set; }

        public IServiceCollection? Services { get; set; }

        public KnownServices Known { get; } = new();

        public Generation.Core Take()
        {
            var taken = Core!;
            Core = null;
            Services = null;
            return taken;
        }

        public async Task TakeDownAsync(Retirement retirement, string pluginId, string version)
        {
            Services = null;
            if (Core is { } core)
            {
                Core = null;
                // Why it did not start is told already; what fails while it is taken down adds nothing to that.
                retirement.Watch(pluginId, version, await core.UnloadAsync(_ => { }), core.HostCaches);
            }
        }

        /// <summary>The code is still running: nothing may be disposed under it, but the console shall say that it is there.</summary>
        public void MarkHanging(Retirement retirement, string pluginId, string version)
        {
            if (Core is { } core)
            {
                core.Loader.Dispose();
                retirement.Watch(pluginId, version, new WeakReference(core.Context, trackResurrection: true), core.HostCaches);
            }
        }
    }
}

/// <summary>A plugin's own code failed; the message is the sentence for the operator.</summary>
internal sealed class PluginFailedException(string reason) : Exception(reason)
{
    public static string Explain(Exception e) => e switch
    {
        PluginFailedException or RejectedException => e.Message,
        TargetInvocationException { InnerException: { } inner } => Explain(inner),
        ReflectionTypeLoadException load => $"Its types do not fit this hub: {load.LoaderExceptions.FirstOrDefault()?.Message ?? load.Message}",
        MissingMemberException or TypeLoadException => $"It does not fit this hub: {e.Message}",
        FileNotFoundException { FileName: { } file } => $"It needs the library {file}, which is neither in its folder nor in the hub; lay the plugin out with dotnet publish.",
        _ => $"It failed at start with {e.GetType().Name}: {e.Message}",
    };
}
