using System.Diagnostics.CodeAnalysis;

namespace BroadbandHub.Sdk;

/// <summary>
/// The text form shared by all ids: prefix, underscore, 26 characters of Crockford base32 in lower case (128 bits, the first character at most 7).
/// For id types of your own that implement <see cref="IHubId{TSelf}"/>. Thread-safe.
/// </summary>
public static class IdText
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private const int Length = 26;

    /// <summary>Writes an id.</summary>
    /// <param name="prefix">The type prefix without the underscore; lower-case ASCII letters.</param>
    /// <param name="value">The 16 bytes.</param>
    public static string Format(string prefix, Guid value)
    {
        Span<byte> bytes = stackalloc byte[16];
        value.TryWriteBytes(bytes, bigEndian: true, out _);
        var number = new UInt128(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(bytes[8..]));
        Span<char> text = stackalloc char[Length];
        for (var i = Length - 1; i >= 0; i--)
        {
            text[i] = Alphabet[(int)(uint)(number & 31)];
            number >>= 5;
        }

        return string.Concat(prefix, "_", text);
    }

    /// <summary>Reads an id. False for null, another prefix, another length, a character outside the alphabet, and the empty id.</summary>
    /// <param name="prefix">The type prefix without the underscore.</param>
    /// <param name="text">What somebody wrote.</param>
    /// <param name="value">The 16 bytes, or <see cref="Guid.Empty"/>.</param>
    public static bool TryParse(string prefix, [NotNullWhen(true)] string? text, out Guid value)
    {
        value = Guid.Empty;
        if (text is null || text.Length != prefix.Length + 1 + Length || text[prefix.Length] != '_'
            || !text.StartsWith(prefix, StringComparison.Ordinal))
        {
            return false;
        }

        var digits = text.AsSpan(prefix.Length + 1);
        if (digits[0] > '7')
        {
            return false;
        }

        UInt128 number = 0;
        foreach (var digit in digits)
        {
            var worth = Alphabet.IndexOf(digit);
            if (worth < 0)
            {
                return false;
            }

            number = (number << 5) | (uint)worth;
        }

        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)(number >> 64));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], (ulong)(number & ulong.MaxValue));
        value = new Guid(bytes, bigEndian: true);
        return value != Guid.Empty;
    }

    /// <summary>Reads an id that is expected to be right.</summary>
    /// <param name="prefix">The type prefix without the underscore.</param>
    /// <param name="text">The id's text.</param>
    /// <exception cref="FormatException">It is not an id of that kind.</exception>
    public static Guid Parse(string prefix, string text) =>
        TryParse(prefix, text, out var value)
            ? value
            : throw new FormatException($"'{text}' is not an id of the form {prefix}_… with 26 characters after the underscore.");
}
