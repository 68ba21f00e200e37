using System.Text.Json;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.PluginHost.Events;

/// <summary>Reads the hub's events; only the SDK's own types, so nothing of a plugin enters the serialiser's caches.</summary>
internal static class EventJson
{
    public static TEvent Read<TEvent>(string json) =>
        JsonSerializer.Deserialize<TEvent>(json, HubJson.Options) ?? throw new JsonException($"An event {typeof(TEvent).Name} is stored as null.");
}
