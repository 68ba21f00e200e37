using System.Runtime.Loader;
using Autofac;
using BroadbandHub.PluginHost.Manifests;
using McMaster.NETCore.Plugins;
using Microsoft.AspNetCore.Http;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>
/// One load of one version of a plugin. Whoever holds this object after its end holds nothing of the plugin: all that refers to plugin code lives in
/// <see cref="Core"/>, which is let go when the generation is disposed.
/// </summary>
internal sealed class Generation(PluginManifest manifest, string folder, CallPlaces places, Generation.Core core)
{
    private readonly LeaseGate gate = new();
    private readonly CancellationTokenSource stopping = new();
    private Core? core = core;

    public string PluginId => Manifest.Id;

    public PluginManifest Manifest { get; } = manifest;

    public string Version { get; } = manifest.Version.ToString();

    public string Folder { get; } = folder;

    /// <summary>The events that it handles.</summary>
    public IReadOnlyCollection<string> EventNames { get; } = [.. core.Parts.Handlers.Keys];

    /// <summary>Who calls it now.</summary>
    public CallPlaces Places { get; } = places;

    /// <summary>Cancelled when the generation retires: for background services, not for requests that are under way.</summary>
    public CancellationToken Stopping => stopping.Token;

    /// <summary>The work in the background, set when it was started.</summary>
    public Task Background { get; set; } = Task.CompletedTask;

    public bool IsClosed => gate.IsClosed;

    /// <summary>Enters the generation for a look of the host's own, or answers null when it has been closed. Who runs the plugin's code uses <see cref="TryCall"/>.</summary>
    public GenerationLease? TryEnter()
    {
        if (!gate.TryEnter())
        {
            return null;
        }

        if (core is { } inside)
        {
            return new GenerationLease(this, gate, inside, null);
        }

        gate.Exit();
        return null;
    }

    /// <summary>Enters the generation to run its code, in a place of its own; null when it has been closed, or all places are taken.</summary>
    public GenerationLease? TryCall(string entry, Func<bool>? isAnswering, out bool isFull)
    {
        isFull = false;
        if (!gate.TryEnter())
        {
            return null;
        }

        var place = Places.TryTake(entry, isAnswering);
        if (place is not null && core is { } inside)
        {
            return new GenerationLease(this, gate, inside, place);
        }

        isFull = place is null;
        place?.Dispose();
        gate.Exit();
        return null;
    }

    public void StopBackground() => stopping.Cancel();

    public Task CloseAsync() => gate.CloseAsync();

    /// <summary>
    /// Disposes all that the plugin made, drops what the framework remembers of it, and asks the runtime to unload it. Whatever fails on the way, the answer
    /// is what to watch until it has left memory; null when it was ended before.
    /// </summary>
    public async Task<(WeakReference Left, IReadOnlyList<object> HostCaches)?> EndAsync(Action<Exception> failed)
    {
        var ending = Interlocked.Exchange(ref core, null);
        stopping.Dispose();
        Background = Task.CompletedTask;
        return ending is null ? null : (await ending.UnloadAsync(failed), ending.HostCaches);
    }

    /// <summary>What refers to the plugin's code.</summary>
    internal sealed class Core
    {
        public required PluginLoader Loader { get; init; }

        public required AssemblyLoadContext Context { get; init; }

        /// <summary>Objects of the host that remember types they met.</summary>
        public IReadOnlyList<object> HostCaches { get; init; } = [];

        public IContainer? Root { get; set; }

        public PluginServices? Services { get; set; }

        public GenerationParts Parts { get; set; } = new();

        public IReadOnlyList<Endpoint> Endpoints { get; set; } = [];

        /// <summary>EF Core's internal services of this generation.</summary>
        public IServiceProvider? DataServices { get; set; }

        public Microsoft.EntityFrameworkCore.DbContextOptions? DataOptions { get; set; }

        public async Task<WeakReference> UnloadAsync(Action<Exception> failed)
        {
            var left = new WeakReference(Context, trackResurrection: true);
            await DisposeAsync(Services, failed);
            await DisposeAsync(Root, failed);
            await DisposeAsync(DataServices, failed);
            Services = null;
            Root = null;
            DataServices = null;
            DataOptions = null;
            Parts = new GenerationParts();
            Endpoints = [];
            FrameworkCaches.Forget(Context, HostCaches);
            Loader.Dispose();
            return left;
        }

        /// <summary>A service that throws when it is disposed keeps neither the others nor the unloading back.</summary>
        private static async Task DisposeAsync(object? part, Action<Exception> failed)
        {
            try
            {
                switch (part)
                {
                    case IAsyncDisposable later:
                        await later.DisposeAsync();
                        break;
                    case IDisposable now:
                        now.Dispose();
                        break;
                }
            }
            catch (Exception e)
            {
                failed(e);
            }
        }
    }
}

/// <summary>The right to run a generation's code until it is given back.</summary>
internal sealed class GenerationLease(Generation generation, LeaseGate gate, Generation.Core core, CallPlaces.Place? place) : IDisposable
{
    private Generation.Core? core = core;

    public Generation Generation => generation;

    public Generation.Core Core => core ?? throw new ObjectDisposedException(nameof(GenerationLease));

    public void Dispose()
    {
        if (Interlocked.Exchange(ref core, null) is not null)
        {
            place?.Dispose();
            gate.Exit();
        }
    }
}
