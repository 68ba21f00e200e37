using System.Buffers;
using System.Text;
using System.Text.Json;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Sdk;
using BroadbandHub.Storage.Contracts;

namespace BroadbandHub.Billing.Usage;

/// <summary>Reads the members of an event; what is wrong with one becomes the event's fault. The reader stands on the value and is left on its last token.</summary>
internal static class EventFields
{
    public const int MostAttributeBytes = 4096;

    private const int MaxPlainLength = 240;

    public static string Id(ref Utf8JsonReader reader, ReportedEvent e)
    {
        if (Text(ref reader, UsageTables.MaxEventIdLength) is { Length: > 0 } id)
        {
            return id;
        }

        e.Faulty(UsageCodes.BadId);
        return "";
    }

    public static void Subscription(ref Utf8JsonReader reader, ReportedEvent e, string text, SubscriptionId id)
    {
        var isText = reader.TokenType == JsonTokenType.String;
        reader.Skip();
        e.Subscription = isText && text.Length <= 100 ? text : null;
        e.SubscriptionId = isText ? id : default;
        if (e.SubscriptionId == default)
        {
            e.Faulty(UsageCodes.UnknownSubscription);
        }
    }

    public static void Meter(ref Utf8JsonReader reader, ReportedEvent e, string text)
    {
        var isText = reader.TokenType == JsonTokenType.String && text.Length is > 0 and <= UsageTables.MaxMeterLength;
        reader.Skip();
        e.Meter = isText ? text : "";
        if (!isText)
        {
            e.Faulty(UsageCodes.UnknownMeter);
        }
    }

    /// <summary>A JSON number, or a text with the same digits; read digit by digit.</summary>
    public static void Quantity(ref Utf8JsonReader reader, ReportedEvent e)
    {
        var isNumber = reader.TokenType is JsonTokenType.Number or JsonTokenType.String;
        Quantity quantity = default;
        if (isNumber && Rating.Quantity.Read(Plain(in reader, stackalloc byte[MaxPlainLength]), out quantity) == QuantityError.None)
        {
            e.Quantity = quantity;
        }
        else
        {
            e.Faulty(UsageCodes.BadQuantity);
            reader.Skip();
        }
    }

    public static void Time(ref Utf8JsonReader reader, ReportedEvent e)
    {
        if (reader.TokenType == JsonTokenType.String && HasOffset(Plain(in reader, stackalloc byte[MaxPlainLength])) && reader.TryGetDateTimeOffset(out var at))
        {
            e.OccurredAt = Instants.ToMicros(at);
        }
        else
        {
            e.Faulty(UsageCodes.BadTime);
            reader.Skip();
        }
    }

    public static void User(ref Utf8JsonReader reader, ReportedEvent e)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        e.User = Text(ref reader, UsageTables.MaxUserLength);
        if (e.User is null)
        {
            e.Faulty(UsageCodes.BadUser);
        }
    }

    public static void Attributes(ref Utf8JsonReader reader, ReportedEvent e)
    {
        if (reader.TokenType == JsonTokenType.Null)
        {
            return;
        }

        if (reader.TokenType != JsonTokenType.StartObject)
        {
            e.Faulty(UsageCodes.BadAttributes);
            reader.Skip();
            return;
        }

        // Without white space, so that the same attributes written prettier are the same content.
        using var document = JsonDocument.ParseValue(ref reader);
        var buffer = new ArrayBufferWriter<byte>(256);
        try
        {
            using var writer = new Utf8JsonWriter(buffer);
            document.RootElement.WriteTo(writer);
        }
        catch (InvalidOperationException)
        {
            e.Faulty(UsageCodes.BadAttributes);
            return;
        }

        if (buffer.WrittenCount > MostAttributeBytes)
        {
            e.Faulty(UsageCodes.BadAttributes);
        }
        else if (buffer.WrittenCount > 2)
        {
            e.Attributes = Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
    }

    public static void Missing(ReportedEvent e, bool id, bool subscription, bool meter, bool quantity, bool time)
    {
        var fault = !id ? UsageCodes.BadId
            : !subscription ? UsageCodes.UnknownSubscription
            : !meter ? UsageCodes.UnknownMeter
            : !quantity ? UsageCodes.BadQuantity
            : !time ? UsageCodes.BadTime
            : null;
        if (fault is not null)
        {
            e.Faulty(fault);
        }
    }

    private static string? Text(ref Utf8JsonReader reader, int most)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        var text = reader.GetString()!;
        return text.Length <= most && !HasControl(text) ? text : null;
    }

    /// <summary>The characters of a short value, with JSON escapes undone: many writers send the plus sign of an offset as \u002B. Empty when it is too long.</summary>
    private static ReadOnlySpan<byte> Plain(scoped in Utf8JsonReader reader, Span<byte> room)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan;
        }

        return reader.ValueSpan.Length <= room.Length ? room[..reader.CopyString(room)] : [];
    }

    private static bool HasControl(string text)
    {
        foreach (var c in text)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    // The reader takes a time without offset as local time; here that is a fault.
    private static bool HasOffset(ReadOnlySpan<byte> text) =>
        text.Length is >= 20 and <= 40 && text[10] == 'T' && (text[^1] == 'Z' || (text[^3] == ':' && text[^6] is (byte)'+' or (byte)'-'));
}
