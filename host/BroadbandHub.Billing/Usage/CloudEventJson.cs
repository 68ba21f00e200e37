using System.Buffers;
using System.Text;
using System.Text.Json;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Usage;

/// <summary>
/// Reads CloudEvents 1.0 in JSON. Context: <c>id</c>, <c>source</c> (together unique for ever), <c>specversion</c> 1.0, <c>type</c> (any), <c>time</c>, and
/// <c>subject</c> = the subscription unless the data names it. Data: <c>{meter, quantity, subscription?, user?, attributes?}</c>. Not the hot path: a
/// document is read as a whole and handed on in the batch's form, so that one reader judges every event.
/// </summary>
internal static class CloudEventJson
{
    public static Outcome<List<ReportedEvent>> Read(ReadOnlyMemory<byte> body, string applicationKey, bool isBatch)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            return UsageJson.Malformed("The body is not UTF-8.");
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != (isBatch ? JsonValueKind.Array : JsonValueKind.Object))
            {
                return UsageJson.Malformed(isBatch ? "A batch of CloudEvents is a JSON array." : "A CloudEvent is a JSON object.");
            }

            if (!isBatch)
            {
                return new List<ReportedEvent> { Event(root, applicationKey) };
            }

            return root.GetArrayLength() > UsageJson.MostEvents ? UsageJson.TooMany() : root.EnumerateArray().Select(e => Event(e, applicationKey)).ToList();
        }
        catch (JsonException)
        {
            return UsageJson.Malformed("The body is not JSON.");
        }
        catch (InvalidOperationException)
        {
            return UsageJson.Malformed("A text in the body holds half of a surrogate pair.");
        }
    }

    /// <summary>Binary mode: the context comes in <c>ce-</c> headers, the body is the data.</summary>
    public static Outcome<List<ReportedEvent>> ReadBinary(ReadOnlyMemory<byte> body, string applicationKey, Func<string, string?> header)
    {
        if (!System.Text.Unicode.Utf8.IsValid(body.Span))
        {
            return UsageJson.Malformed("The body is not UTF-8.");
        }

        try
        {
            using var data = JsonDocument.Parse(body);
            var context = new CloudEventContext(header("specversion"), header("id"), header("source"), header("type"), header("subject"), header("time"));
            return new List<ReportedEvent> { Convert(context, data.RootElement, hasOtherData: false, applicationKey) };
        }
        catch (JsonException)
        {
            return UsageJson.Malformed("The body is not JSON.");
        }
        catch (InvalidOperationException)
        {
            return UsageJson.Malformed("A text in the body holds half of a surrogate pair.");
        }
    }

    private static ReportedEvent Event(JsonElement e, string applicationKey)
    {
        if (e.ValueKind != JsonValueKind.Object)
        {
            return Refused(e.GetRawText(), "", applicationKey);
        }

        var context = new CloudEventContext(Text(e, "specversion"), Text(e, "id"), Text(e, "source"), Text(e, "type"), Text(e, "subject"), Text(e, "time"));
        _ = e.TryGetProperty("data", out var data);
        return Convert(context, data, e.TryGetProperty("data_base64", out _), applicationKey);
    }

    private static ReportedEvent Convert(CloudEventContext context, JsonElement data, bool hasOtherData, string applicationKey)
    {
        var isGood = context is { SpecVersion: "1.0", Source: { Length: > 0 and <= UsageTables.MaxSourceLength }, Type.Length: > 0 }
            && !context.Source.Any(char.IsControl) && !hasOtherData && data.ValueKind == JsonValueKind.Object;
        var form = BatchForm(context, data);
        if (!isGood)
        {
            return Refused(Encoding.UTF8.GetString(form.Span), context.Source ?? "", applicationKey);
        }

        var batch = Encoding.UTF8.GetBytes($$"""{"events":[{{Encoding.UTF8.GetString(form.Span)}}]}""");
        return UsageJson.ReadBatch(batch, applicationKey, context.Source!).Value[0];
    }

    private static ReadOnlyMemory<byte> BatchForm(CloudEventContext context, JsonElement data)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            Put(writer, "id", context.Id);
            Put(writer, "time", context.Time);
            var isObject = data.ValueKind == JsonValueKind.Object;
            if (!isObject || !data.TryGetProperty("subscription", out _))
            {
                Put(writer, "subscription", context.Subject);
            }

            foreach (var name in isObject ? new[] { "subscription", "meter", "quantity", "user", "attributes" } : [])
            {
                if (data.TryGetProperty(name, out var value))
                {
                    writer.WritePropertyName(name);
                    value.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    private static ReportedEvent Refused(string raw, string source, string applicationKey)
    {
        var e = new ReportedEvent { Source = source.Length <= UsageTables.MaxSourceLength ? source : source[..UsageTables.MaxSourceLength], Raw = Encoding.UTF8.GetBytes(raw) };
        e.Faulty(UsageCodes.BadEvent);
        e.Seal(applicationKey);
        return e;
    }

    private static void Put(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement e, string name) =>
        e.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record CloudEventContext(string? SpecVersion, string? Id, string? Source, string? Type, string? Subject, string? Time);
}
