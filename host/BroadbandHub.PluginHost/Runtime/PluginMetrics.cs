using System.Diagnostics.Metrics;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>The meter <c>BroadbandHub.Plugins</c>. Tags are texts only.</summary>
internal sealed class PluginMetrics
{
    private readonly Counter<long> calls;
    private readonly Histogram<double> duration;
    private readonly Counter<long> generations;
    private readonly Counter<long> deliveries;

    public PluginMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("BroadbandHub.Plugins");
        calls = meter.CreateCounter<long>("hub.plugins.calls", description: "Calls into plugins, by plugin, entry and result.");
        duration = meter.CreateHistogram<double>("hub.plugins.call.duration", "s", "How long calls into plugins took.");
        generations = meter.CreateCounter<long>("hub.plugins.generations", description: "Generations that started, failed, left memory or stayed in it.");
        deliveries = meter.CreateCounter<long>("hub.plugins.deliveries", description: "Events handed to plugins, by result.");
    }

    public void Called(string pluginId, string entry, string result, TimeSpan took)
    {
        calls.Add(1, new("plugin", pluginId), new("entry", entry), new("result", result));
        duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("plugin", pluginId), new("entry", entry));
    }

    public void Generation(string pluginId, string what) => generations.Add(1, new("plugin", pluginId), new("result", what));

    public void Delivered(string pluginId, string result) => deliveries.Add(1, new("plugin", pluginId), new("result", result));
}
