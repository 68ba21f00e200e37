using System.Numerics;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Rating;

/// <summary>
/// An exact fraction of two integers without limits. A decimal holds 28 digits: a sum with 12 decimals times a price with 10 already passes that, and a
/// third of a month has no decimal at all. Rating computes with this and rounds once, at the end.
/// </summary>
internal readonly struct Exact(BigInteger numerator, BigInteger denominator)
{
    public static Exact Zero => new(BigInteger.Zero, BigInteger.One);

    public BigInteger Numerator { get; } = numerator;

    /// <summary>Above 0.</summary>
    public BigInteger Denominator { get; } = denominator;

    public static implicit operator Exact(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        // The words are unsigned; one with its highest bit set is not a negative number.
        var mantissa = unchecked((new BigInteger((uint)bits[2]) << 64) | (new BigInteger((uint)bits[1]) << 32) | (uint)bits[0]);
        return new(bits[3] < 0 ? -mantissa : mantissa, BigInteger.Pow(10, (bits[3] >> 16) & 0xFF));
    }

    public static Exact operator +(Exact left, Exact right) =>
        new((left.Numerator * right.Denominator) + (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Exact operator -(Exact left, Exact right) =>
        new((left.Numerator * right.Denominator) - (right.Numerator * left.Denominator), left.Denominator * right.Denominator);

    public static Exact operator *(Exact left, Exact right) =>
        new(left.Numerator * right.Numerator, left.Denominator * right.Denominator);

    public static bool operator <(Exact left, Exact right) => left.Numerator * right.Denominator < right.Numerator * left.Denominator;

    public static bool operator >(Exact left, Exact right) => right < left;

    public static Exact Min(Exact left, Exact right) => right < left ? right : left;

    public static Exact Max(Exact left, Exact right) => left < right ? right : left;

    /// <summary>A whole part of it: days of a month.</summary>
    public static Exact Ratio(int part, int whole) => new(part, whole);

    /// <summary>An amount in major units as whole minor units; null when it is beyond what one line may come to.</summary>
    public long? ToMinorUnits(Currency currency, MidpointRounding rounding)
    {
        var rounded = Divide(Numerator * BigInteger.Pow(10, currency.MinorUnits), Denominator, rounding);
        return BigInteger.Abs(rounded) <= Rater.MaxMinorUnits ? (long)rounded : null;
    }

    private static BigInteger Divide(BigInteger numerator, BigInteger denominator, MidpointRounding rounding)
    {
        var quotient = BigInteger.DivRem(numerator, denominator, out var remainder);
        if (remainder.IsZero)
        {
            return quotient;
        }

        var half = (BigInteger.Abs(remainder) * 2).CompareTo(denominator);
        var away = rounding switch
        {
            MidpointRounding.AwayFromZero => half >= 0,
            MidpointRounding.ToEven => half > 0 || (half == 0 && !quotient.IsEven),
            MidpointRounding.ToZero => false,
            MidpointRounding.ToNegativeInfinity => numerator.Sign < 0,
            MidpointRounding.ToPositiveInfinity => numerator.Sign > 0,
            _ => throw new ArgumentOutOfRangeException(nameof(rounding)),
        };
        return away ? quotient + numerator.Sign : quotient;
    }
}
