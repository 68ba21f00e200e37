using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace BroadbandHub.Catalog.Plans;

/// <summary>A number that is read with every digit or not at all: the usual reader rounds what has more digits than it can hold, and a price is not rounded.</summary>
internal sealed class ExactNumber : JsonConverter<decimal?>
{
    private const int MostDigits = 28;

    public override decimal? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => reader.GetString(),
            // In a large body a number may begin in one piece of it and end in the next.
            JsonTokenType.Number => reader.HasValueSequence ? Encoding.UTF8.GetString(reader.ValueSequence) : Encoding.UTF8.GetString(reader.ValueSpan),
            _ => throw new JsonException("A number is expected."),
        };
        if (text is null)
        {
            return null;
        }

        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var value) && Fits(text)
            ? value
            : throw new JsonException("A decimal number of at most 28 digits is expected.");
    }

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    private static bool Fits(string text)
    {
        var parts = text.TrimStart('+', '-').Split('e', 'E');
        var exponent = 0;
        if (parts.Length > 1 && !int.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent))
        {
            return false;
        }

        var point = parts[0].IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var digits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var needed = digits.TrimEnd('0');
        decimals -= digits.Length - needed.Length;
        return needed.TrimStart('0').Length <= MostDigits && (long)decimals - exponent <= MostDigits;
    }
}
