using System.Buffers.Text;
using System.Globalization;
using System.Numerics;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// An exact, non-negative amount of usage: whole units and 10⁻¹² units. Two integers because both databases sum those exactly,
/// and a decimal would lose digits when billions of small ones meet a large one.
/// </summary>
internal readonly record struct Quantity : IComparable<Quantity>
{
    public const int Decimals = 12;
    public const long FractionsPerUnit = 1_000_000_000_000;

    /// <summary>One event reports less than this; so nine million of the largest fit into a sum.</summary>
    public const long LimitUnits = 1_000_000_000_000;

    public Quantity(long units, long fraction)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(units);
        ArgumentOutOfRangeException.ThrowIfNegative(fraction);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(fraction, FractionsPerUnit);
        Units = units;
        Fraction = fraction;
    }

    public long Units { get; }

    public long Fraction { get; }

    public static Quantity operator +(Quantity left, Quantity right) =>
        OfSums(checked(left.Units + right.Units), left.Fraction + right.Fraction);

    /// <summary>From the sums of the two columns, the second not normalised.</summary>
    public static Quantity OfSums(Int128 units, Int128 fractions) =>
        new(checked((long)(units + (fractions / FractionsPerUnit))), (long)(fractions % FractionsPerUnit));

    public Exact ToExact() => new((new BigInteger(Units) * FractionsPerUnit) + Fraction, FractionsPerUnit);

    public int CompareTo(Quantity other) => Units != other.Units ? Units.CompareTo(other.Units) : Fraction.CompareTo(other.Fraction);

    /// <summary>How many decimals it needs: 0 for 5, 2 for 0.25.</summary>
    public int Scale()
    {
        if (Fraction == 0)
        {
            return 0;
        }

        var scale = Decimals;
        for (var rest = Fraction; rest % 10 == 0; rest /= 10)
        {
            scale--;
        }

        return scale;
    }

    /// <summary>Plain digits, without trailing zeros, such as 0.25.</summary>
    public override string ToString() => Fraction == 0
        ? Units.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Units}.{Fraction:D12}").TrimEnd('0');

    /// <summary>
    /// Reads a JSON number's text exactly (<c>-? digits [. digits] [e±digits]</c>); never by way of binary floating point.
    /// </summary>
    public static QuantityError Read(ReadOnlySpan<byte> text, out Quantity quantity)
    {
        quantity = default;
        if (text.IsEmpty || text.Length > 100)
        {
            return QuantityError.NotANumber;
        }

        var negative = text[0] == '-';
        var at = negative ? 1 : 0;
        Span<byte> digits = stackalloc byte[100];
        var count = 0;
        var point = -1;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c is >= (byte)'0' and <= (byte)'9')
            {
                digits[count++] = (byte)(c - '0');
            }
            else if (c == '.' && point < 0 && count > 0)
            {
                point = count;
            }
            else
            {
                break;
            }
        }

        if (count == 0 || point == count)
        {
            return QuantityError.NotANumber;
        }

        var exponent = 0;
        if (at < text.Length && !ReadExponent(text[at..], out exponent))
        {
            return QuantityError.NotANumber;
        }

        return FromDigits(digits[..count], (point < 0 ? count : point) + exponent, negative, out quantity);
    }

    private static bool ReadExponent(ReadOnlySpan<byte> text, out int exponent)
    {
        exponent = 0;
        if (text[0] is not ((byte)'e' or (byte)'E') || text.Length is < 2 or > 5)
        {
            return false;
        }

        var digits = text[1] is (byte)'+' or (byte)'-' ? text[2..] : text[1..];
        if (digits.IsEmpty || !Utf8Parser.TryParse(digits, out uint value, out var used) || used != digits.Length)
        {
            return false;
        }

        exponent = text[1] == '-' ? -(int)value : (int)value;
        return true;
    }

    /// <summary>The number 0.d₁d₂d₃… × 10^point.</summary>
    private static QuantityError FromDigits(ReadOnlySpan<byte> digits, int point, bool negative, out Quantity quantity)
    {
        quantity = default;
        long units = 0;
        long fraction = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (digits[i] == 0)
            {
                continue;
            }

            if (negative)
            {
                return QuantityError.Negative;
            }

            var power = point - 1 - i;
            if (power >= Decimals)
            {
                return QuantityError.TooLarge;
            }

            if (power < -Decimals)
            {
                return QuantityError.TooManyDecimals;
            }

            if (power >= 0)
            {
                units += digits[i] * PowerOfTen(power);
            }
            else
            {
                fraction += digits[i] * PowerOfTen(Decimals + power);
            }
        }

        quantity = new Quantity(units, fraction);
        return QuantityError.None;
    }

    private static long PowerOfTen(int power)
    {
        long value = 1;
        for (; power > 0; power--)
        {
            value *= 10;
        }

        return value;
    }
}

internal enum QuantityError
{
    None,
    NotANumber,
    Negative,
    TooLarge,
    TooManyDecimals,
}
