using System.Text.Json;
using System.Text.Json.Serialization;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Events;

/// <summary>Reads the hub's events; only the SDK's own types, so nothing of a plugin enters the serialiser's caches.</summary>
internal static class EventJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new IdConverters() } };

    public static TEvent Read<TEvent>(string json) =>
        JsonSerializer.Deserialize<TEvent>(json, Options) ?? throw new JsonException($"An event {typeof(TEvent).Name} is stored as null.");

    private sealed class IdConverters : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsValueType && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct, IHubId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TId.TryParse(reader.GetString(), null, out var id) ? id : throw new JsonException($"This is no id of the form {TId.Prefix}_….");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
    }
}
