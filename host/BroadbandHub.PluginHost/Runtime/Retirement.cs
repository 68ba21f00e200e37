using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>Watches retired generations until they have left memory; those that do not are why a node needs a restart.</summary>
internal sealed class Retirement(TimeProvider clock, IOptions<PluginHostOptions> options, PluginMetrics metrics, ILogger<Retirement> logger)
{
    private readonly ConcurrentDictionary<long, Retired> watched = new();
    private long next;

    /// <summary>All that still are in memory, young ones included. Tests read it: 0 is the aim.</summary>
    public int Alive => watched.Values.Count(r => r.Context.IsAlive);

    /// <param name="hostCaches">Objects of the host that remember types they met; looked through again while the generation stays.</param>
    public void Watch(string pluginId, string version, WeakReference context, IReadOnlyList<object> hostCaches) =>
        watched[Interlocked.Increment(ref next)] = new Retired(pluginId, version, context, hostCaches, clock.GetUtcNow());

    /// <summary>Versions of a plugin that should have left memory long ago.</summary>
    public IReadOnlyList<string> Stuck(string pluginId) =>
        watched.Values.Where(r => r.PluginId == pluginId && r.IsStuck && r.Context.IsAlive).Select(r => r.Version).Distinct(StringComparer.Ordinal).ToList();

    /// <summary>One look at the memory. Collects garbage only while a generation is young: a stuck one is looked at for free when the runtime collects by itself.</summary>
    public void Look()
    {
        var now = clock.GetUtcNow();
        var due = watched.Values.Where(r => r.IsDue(now)).ToList();
        if (due.Count > 0)
        {
            due.ForEach(SweepAgain);
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true);
            GC.WaitForPendingFinalizers();
        }

        foreach (var (key, retired) in watched)
        {
            if (!retired.Context.IsAlive)
            {
                watched.TryRemove(key, out _);
                metrics.Generation(retired.PluginId, "unloaded");
            }
            else if (!retired.IsStuck && now - retired.Since > options.Value.UnloadLimit)
            {
                retired.IsStuck = true;
                metrics.Generation(retired.PluginId, "stuck");
                logger.LogWarning("{Plugin} {Version} does not leave memory: something in it is still referenced or running. Restart this node to get rid of it.", retired.PluginId, retired.Version);
            }
        }
    }

    /// <summary>
    /// The framework may have met a type of the plugin once more while the first sweep ran: a request that was just ending, a cache that was just being
    /// written. Not inlined, so that no local variable of the caller holds the context while the garbage is collected.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void SweepAgain(Retired retired)
    {
        if (retired.Context.Target is AssemblyLoadContext context)
        {
            FrameworkCaches.Forget(context, retired.HostCaches);
        }
    }

    private sealed class Retired(string pluginId, string version, WeakReference context, IReadOnlyList<object> hostCaches, DateTimeOffset since)
    {
        public string PluginId => pluginId;

        public string Version => version;

        public WeakReference Context => context;

        public IReadOnlyList<object> HostCaches => hostCaches;

        public DateTimeOffset Since => since;

        public bool IsStuck { get; set; }

        private int looks;

        /// <summary>At once, after half a second, one and a half, three and a half…: a collection of the whole memory is not for free.</summary>
        public bool IsDue(DateTimeOffset now)
        {
            if (IsStuck || !Context.IsAlive || now - since < TimeSpan.FromSeconds(0.5) * (Math.Pow(2, looks) - 1))
            {
                return false;
            }

            looks++;
            return true;
        }
    }
}
