using System.Text.Json;
using System.Text.Json.Serialization;
using BroadbandHub.Catalog.Contracts;

namespace BroadbandHub.Catalog.Plans;

/// <summary>The stored form of a plan's components.</summary>
internal static class PlanDocument
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IEnumerable<PriceComponent> components) => JsonSerializer.Serialize(components.Select(ComponentJson.Of), Options);

    public static IReadOnlyList<PriceComponent> Read(string json) =>
        [.. JsonSerializer.Deserialize<List<ComponentJson>>(json, Options)!.Select(c => c.ToComponent())];
}
