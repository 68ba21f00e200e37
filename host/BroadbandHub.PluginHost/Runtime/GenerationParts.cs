using BroadbandHub.Sdk;
using BroadbandHub.Sdk.Data;
using BroadbandHub.Sdk.Web;

namespace BroadbandHub.PluginHost.Runtime;

/// <summary>What a plugin's setup registered.</summary>
internal sealed class GenerationParts
{
    /// <summary>Capability interface → the plugin's class.</summary>
    public Dictionary<Type, Type> Capabilities { get; } = [];

    /// <summary>Event name → what to do with a delivery of it.</summary>
    public Dictionary<string, List<EventCall>> Handlers { get; } = new(StringComparer.Ordinal);

    public List<Type> BackgroundServices { get; } = [];

    public List<PortalSection> Sections { get; } = [];

    public List<PortalWidget> Widgets { get; } = [];

    public List<PluginEndpoints> Endpoints { get; } = [];

    public PluginTables? Tables { get; set; }
}

/// <summary>One delivery of an event, as its handler's entry needs it.</summary>
internal sealed record IncomingEvent(string Name, string Subject, string Json, DateTimeOffset OccurredAt, Delivery Delivery);

internal delegate Task EventCall(IServiceProvider services, IncomingEvent incoming, CancellationToken cancellationToken);
