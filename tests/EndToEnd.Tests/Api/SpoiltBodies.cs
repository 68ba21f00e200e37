using System.Text.Json.Nodes;

namespace BroadbandHub.EndToEnd.Tests.Api;

/// <summary>Bodies for an operation of the API's description: right but for one place, where something stands that nobody should send.</summary>
internal sealed class SpoiltBodies(JsonNode description, IReadOnlyDictionary<string, string> known)
{
    private const string HalfPair = "half-of-a-surrogate-pair";
    private const int Deepest = 4;

    /// <summary>The texts of the bodies for this schema; several may be the same.</summary>
    public IEnumerable<string> Of(JsonNode schema) => Spoil(schema, "", 0).Select(Text).Concat(["{}", "[]", "null"]).Distinct(StringComparer.Ordinal);

    /// <summary>No serializer writes half of a pair, so it is put into the text.</summary>
    private static string Text(JsonNode? body) => (body?.ToJsonString() ?? "null").Replace(HalfPair, "\\ud800", StringComparison.Ordinal);

    private IEnumerable<JsonNode?> Spoil(JsonNode? schema, string name, int depth)
    {
        foreach (var bad in new JsonNode?[] { null, HalfPair, new string('x', 70_000), "a\0b", "", new JsonObject(), new JsonArray(null, null), new JsonArray(HalfPair), -1, 1e300, true })
        {
            yield return bad;
        }

        if (depth >= Deepest)
        {
            yield break;
        }

        foreach (var kind in Kinds(schema))
        {
            foreach (var property in kind["properties"]?.AsObject() ?? [])
            {
                foreach (var bad in Spoil(property.Value, property.Key, depth + 1))
                {
                    var whole = Right(kind, name, depth)!.AsObject();
                    whole[property.Key] = bad;
                    yield return whole;
                }
            }

            if (kind["items"] is { } item)
            {
                foreach (var bad in Spoil(item, name, depth + 1))
                {
                    yield return new JsonArray(bad);
                }
            }
        }
    }

    /// <summary>A value that fits, so that the places before the spoilt one are passed.</summary>
    private JsonNode? Right(JsonNode? schema, string name, int depth)
    {
        if (Kinds(schema).FirstOrDefault() is not { } kind || depth > Deepest)
        {
            return null;
        }

        if (kind["properties"] is JsonObject properties)
        {
            return new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Right(p.Value, p.Key, depth + 1))));
        }

        return kind["enum"]?[0]?.DeepClone() ?? (known.TryGetValue(name, out var value) ? value : Types(kind).FirstOrDefault(t => t != "null") switch
        {
            "array" => new JsonArray(),
            "object" => new JsonObject(),
            "boolean" => false,
            "integer" or "number" => 1,
            _ => (string?)kind["format"] switch { "date" => "2027-01-01", "date-time" => "2027-01-01T00:00:00Z", _ => "x" },
        });
    }

    private IEnumerable<JsonNode> Kinds(JsonNode? schema)
    {
        if (schema is not JsonObject)
        {
            return [];
        }

        if ((string?)schema["$ref"] is { } reference)
        {
            return Kinds(description["components"]!["schemas"]![reference[(reference.LastIndexOf('/') + 1)..]]);
        }

        var choices = schema["oneOf"] ?? schema["anyOf"];
        return choices is null ? Types(schema) is ["null"] ? [] : [schema] : choices.AsArray().SelectMany(Kinds);
    }

    private static string[] Types(JsonNode schema) => schema["type"] switch
    {
        JsonArray several => [.. several.Select(t => (string)t!)],
        JsonValue one => [(string)one!],
        _ => [],
    };
}
