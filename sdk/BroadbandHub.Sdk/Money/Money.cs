using System.Globalization;

namespace BroadbandHub.Sdk;

/// <summary>
/// An amount in whole minor units of one currency. Fractions of a minor unit cannot exist here: prices below it are a
/// <see cref="Rate"/>, and <see cref="Round"/> is the only door from a fraction to money.
/// </summary>
public sealed record Money : IComparable<Money>
{
    private Money(long minorUnits, Currency currency)
    {
        MinorUnits = minorUnits;
        Currency = currency;
    }

    /// <summary>The amount in the currency's smallest unit (fen, cent, yen); may be negative.</summary>
    public long MinorUnits { get; }

    /// <summary>The currency.</summary>
    public Currency Currency { get; }

    /// <summary>True when the amount is zero.</summary>
    public bool IsZero => MinorUnits == 0;

    /// <summary>An amount given in minor units.</summary>
    public static Money Of(long minorUnits, Currency currency)
    {
        ArgumentNullException.ThrowIfNull(currency);
        return new(minorUnits, currency);
    }

    /// <summary>Nothing, in this currency.</summary>
    public static Money Zero(Currency currency) => Of(0, currency);

    /// <summary>Rounds an amount in major units (yuan, dollars) to whole minor units. The one place where money is rounded.</summary>
    /// <param name="amount">The exact amount in major units.</param>
    /// <param name="currency">The currency.</param>
    /// <param name="rounding">How halves are rounded; never defaulted, because it is part of a price plan.</param>
    /// <exception cref="OverflowException">The amount does not fit into 64 bits of minor units.</exception>
    public static Money Round(decimal amount, Currency currency, MidpointRounding rounding)
    {
        ArgumentNullException.ThrowIfNull(currency);
        var scaled = decimal.Round(amount, currency.MinorUnits, rounding);
        for (var i = 0; i < currency.MinorUnits; i++)
        {
            scaled *= 10m;
        }

        return new(decimal.ToInt64(scaled), currency);
    }

    /// <summary>The amount in major units, exact.</summary>
    public decimal ToMajorUnits()
    {
        var amount = (decimal)MinorUnits;
        for (var i = 0; i < Currency.MinorUnits; i++)
        {
            amount /= 10m;
        }

        return amount;
    }

    /// <summary>Splits the amount in proportion to the weights; the parts always add up to the whole (largest remainder, earlier part first on a tie).</summary>
    /// <param name="weights">At least one, none negative, not all zero.</param>
    public IReadOnlyList<Money> Allocate(IReadOnlyList<decimal> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0 || weights.Any(w => w < 0) || weights.All(w => w == 0))
        {
            throw new ArgumentException("Weights must be at least one, not negative, and not all zero.", nameof(weights));
        }

        var total = weights.Sum();
        var parts = new long[weights.Count];
        var remainders = new decimal[weights.Count];
        long given = 0;
        for (var i = 0; i < parts.Length; i++)
        {
            var exact = MinorUnits * (weights[i] / total);
            parts[i] = decimal.ToInt64(decimal.Truncate(exact));
            remainders[i] = Math.Abs(exact - parts[i]);
            given += parts[i];
        }

        var order = Enumerable.Range(0, parts.Length).Where(i => weights[i] > 0).OrderByDescending(i => remainders[i]).ToArray();
        var step = MinorUnits >= given ? 1 : -1;
        for (var i = 0; given != MinorUnits; i = (i + 1) % order.Length)
        {
            parts[order[i]] += step;
            given += step;
        }

        return [.. parts.Select(p => new Money(p, Currency))];
    }

    /// <summary>Adds two amounts of the same currency.</summary>
    /// <exception cref="InvalidOperationException">The currencies differ: a defect of the caller.</exception>
    public static Money operator +(Money left, Money right) => new(left.MinorUnits + Same(left, right).MinorUnits, left.Currency);

    /// <summary>Subtracts two amounts of the same currency.</summary>
    public static Money operator -(Money left, Money right) => new(left.MinorUnits - Same(left, right).MinorUnits, left.Currency);

    /// <summary>The amount with the other sign.</summary>
    public static Money operator -(Money money) => new(-money.MinorUnits, money.Currency);

    /// <summary>Compares two amounts of the same currency.</summary>
    public static bool operator <(Money left, Money right) => left.CompareTo(right) < 0;

    /// <summary>Compares two amounts of the same currency.</summary>
    public static bool operator >(Money left, Money right) => left.CompareTo(right) > 0;

    /// <summary>Compares two amounts of the same currency.</summary>
    public static bool operator <=(Money left, Money right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two amounts of the same currency.</summary>
    public static bool operator >=(Money left, Money right) => left.CompareTo(right) >= 0;

    /// <summary>Compares with an amount of the same currency; null comes first.</summary>
    public int CompareTo(Money? other) => other is null ? 1 : MinorUnits.CompareTo(Same(this, other).MinorUnits);

    /// <summary>Code and amount in the invariant culture, such as <c>CNY 23.16</c>. Screens format with the reader's culture instead.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Currency.Code} {ToMajorUnits().ToString("F" + Currency.MinorUnits, CultureInfo.InvariantCulture)}");

    private static Money Same(Money left, Money right) => left.Currency == right.Currency
        ? right
        : throw new InvalidOperationException($"Amounts in {left.Currency} and {right.Currency} cannot be combined.");
}
