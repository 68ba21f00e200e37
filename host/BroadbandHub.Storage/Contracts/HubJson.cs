using System.Text.Json;
using System.Text.Json.Serialization;
using BroadbandHub.Sdk;

namespace BroadbandHub.Storage.Contracts;

/// <summary>How the hub writes and reads JSON: camelCase names, ids in their text form, enums as camelCase words, unknown members ignored.</summary>
public static class HubJson
{
    /// <summary>For the host's own types and the SDK's. Never for a plugin's types: the options would keep the plugin in memory.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.Converters.Add(new IdConverterFactory());
        options.Converters.Add(new LocalTextConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        return options;
    }

    /// <summary>A text in two languages is <c>{"en": "…", "zh": "…"}</c> wherever it appears.</summary>
    private sealed class LocalTextConverter : JsonConverter<LocalText>
    {
        public override LocalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement is { ValueKind: JsonValueKind.Object } text && Word(text, "en") is { } english
                ? new(english, Word(text, "zh"))
                : throw new JsonException("A text of the form {\"en\": \"…\", \"zh\": \"…\"} is expected; \"zh\" may be left out.");
        }

        public override void Write(Utf8JsonWriter writer, LocalText value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            writer.WriteString("en", value.English);
            writer.WriteString("zh", value.Chinese);
            writer.WriteEndObject();
        }

        private static string? Word(JsonElement text, string language) =>
            text.TryGetProperty(language, out var word) && word.ValueKind == JsonValueKind.String ? word.GetString() : null;
    }

    private sealed class IdConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => typeToConvert.IsValueType
            && typeToConvert.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IHubId<>));

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(IdConverter<>).MakeGenericType(typeToConvert))!;
    }

    private sealed class IdConverter<TId> : JsonConverter<TId>
        where TId : struct, IHubId<TId>
    {
        public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && TId.TryParse(reader.GetString(), null, out var id)
                ? id
                : throw new JsonException($"An id of the form {TId.Prefix}_… is expected.");

        public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

        public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader, typeToConvert, options);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString() ?? "");
    }
}
