using System.Text.Json;
using BroadbandHub.Sdk;

namespace BroadbandHub.PluginHost.Manifests;

/// <summary>Reads fields of a manifest; what is wrong is said with the field's path.</summary>
internal readonly struct JsonFields(JsonElement element, string path)
{
    public IEnumerable<string> Names => element.EnumerateObject().Select(p => p.Name);

    public string RequiredText(string name, int longest) =>
        Text(name, longest) ?? throw new RejectedException($"plugin.json has no \"{path}{name}\"; add it.");

    public string? Text(string name, int longest)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : throw Wrong(name, "must be a text");
        return text.Length switch
        {
            0 => throw Wrong(name, "must not be empty"),
            var l when l > longest => throw Wrong(name, $"has {l} characters, {longest} are allowed"),
            _ => text,
        };
    }

    public LocalText RequiredLocalText(string name, int longest) =>
        LocalTextOf(name, longest) ?? throw new RejectedException($"plugin.json has no \"{path}{name}\"; add {{\"en\": …, \"zh\": …}}.");

    public LocalText? LocalTextOf(string name, int longest)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(name, "must be an object with \"en\" and \"zh\"");
        }

        var inner = new JsonFields(value, $"{path}{name}.");
        return new LocalText(inner.RequiredText("en", longest), inner.Text("zh", longest));
    }

    public bool Flag(string name) => element.TryGetProperty(name, out var value) && value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False or JsonValueKind.Null => false,
        _ => throw Wrong(name, "must be true or false"),
    };

    public decimal? Number(string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : throw Wrong(name, "must be a number");
    }

    /// <summary>A default may be given as text, number or boolean; it is kept in its JSON form.</summary>
    public string? Scalar(string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
            _ => throw Wrong(name, "must be a text, a number or a boolean"),
        };
    }

    public IReadOnlyList<string> Texts(string name, int longest)
    {
        var wrong = Wrong(name, "must be a list of texts");
        return Items(name)
            .Select(item => item.ValueKind == JsonValueKind.String && item.GetString() is { Length: > 0 } text && text.Length <= longest ? text : throw wrong)
            .ToList();
    }

    public IReadOnlyList<JsonFields> Objects(string name)
    {
        var wrong = Wrong(name, "must be a list of objects");
        var prefix = $"{path}{name}";
        return Items(name)
            .Select((item, i) => item.ValueKind == JsonValueKind.Object ? new JsonFields(item, $"{prefix}[{i}].") : throw wrong)
            .ToList();
    }

    public RejectedException Wrong(string name, string what) => new($"plugin.json: \"{path}{name}\" {what}.");

    private JsonElement.ArrayEnumerator Items(string name)
    {
        if (!element.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return default;
        }

        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() <= 100
            ? value.EnumerateArray()
            : throw Wrong(name, "must be a list of at most 100 entries");
    }
}
