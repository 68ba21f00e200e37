using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BroadbandHub.Sdk;

/// <summary>
/// A currency of ISO 4217 list one. Data, not code: the list is the resource <c>currencies.csv</c> (code, number, minor
/// units, English name). Codes for which ISO gives no minor unit (precious metals, test codes) are not in it.
/// </summary>
public sealed record Currency
{
    private static readonly FrozenDictionary<string, Currency> ByCode = Load();

    private Currency(string code, int number, int minorUnits, string name)
    {
        Code = code;
        Number = number;
        MinorUnits = minorUnits;
        Name = name;
    }

    /// <summary>Three upper-case letters, such as <c>CNY</c>.</summary>
    public string Code { get; }

    /// <summary>The ISO 4217 number, such as 156.</summary>
    public int Number { get; }

    /// <summary>How many decimals the smallest unit has: 2 for CNY (1 fen = 0.01), 0 for JPY, 3 for KWD, 4 for CLF.</summary>
    public int MinorUnits { get; }

    /// <summary>The English name.</summary>
    public string Name { get; }

    /// <summary>All currencies, ordered by code.</summary>
    public static IReadOnlyList<Currency> All { get; } = [.. ByCode.Values.OrderBy(c => c.Code, StringComparer.Ordinal)];

    /// <summary>The currency with this code.</summary>
    /// <param name="code">Three upper-case letters.</param>
    /// <exception cref="FormatException">There is no such currency.</exception>
    public static Currency Of(string code) =>
        TryFind(code, out var currency) ? currency : throw new FormatException($"'{code}' is not a currency code of ISO 4217.");

    /// <summary>Looks a currency up by its code; case matters.</summary>
    public static bool TryFind(string? code, [NotNullWhen(true)] out Currency? currency)
    {
        currency = null;
        return code is not null && ByCode.TryGetValue(code, out currency);
    }

    /// <summary>The code.</summary>
    public override string ToString() => Code;

    private static FrozenDictionary<string, Currency> Load()
    {
        using var stream = typeof(Currency).Assembly.GetManifestResourceStream("currencies.csv")!;
        using var reader = new StreamReader(stream);
        var all = new List<Currency>();
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',', 4);
            all.Add(new Currency(cells[0], int.Parse(cells[1], CultureInfo.InvariantCulture), int.Parse(cells[2], CultureInfo.InvariantCulture), cells[3]));
        }

        return all.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
    }
}
