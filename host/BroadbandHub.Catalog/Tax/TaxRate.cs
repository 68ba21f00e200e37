using BroadbandHub.Catalog.Contracts;
using BroadbandHub.Sdk;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Catalog.Tax;

/// <summary>The rate of a tax category from a day on, until the next row of the category.</summary>
internal sealed class TaxRate
{
    public required string Category { get; init; }

    public DateOnly ValidFrom { get; init; }

    /// <summary>A fraction: 0.06 is 6 %.</summary>
    public decimal Rate { get; init; }

    public required string NameEn { get; init; }

    public string? NameZh { get; init; }

    public LocalText Name => new(NameEn, NameZh);
}

internal static class TaxTables
{
    // Since May 2016 value-added telecommunication services pay 6 % VAT.
    private static readonly DateOnly First = new(2016, 5, 1);

    public static void Map(ModelBuilder model) => model.Entity<TaxRate>(rate =>
    {
        rate.ToTable("tax_rates").HasKey(r => new { r.Category, r.ValidFrom });
        rate.Property(r => r.Category).HasMaxLength(40);
        rate.Property(r => r.Rate).HasConversion<ExactDecimal>().HasMaxLength(40);
        rate.Property(r => r.NameEn).HasMaxLength(100);
        rate.Property(r => r.NameZh).HasMaxLength(100);
        rate.Ignore(r => r.Name);
        rate.HasData(
            new TaxRate { Category = "standard", ValidFrom = First, Rate = 0.06m, NameEn = "Standard rate, 6 %", NameZh = "标准税率 6%" },
            new TaxRate { Category = "zero", ValidFrom = First, Rate = 0m, NameEn = "Zero rate", NameZh = "零税率" });
    });
}

/// <summary>Decimals as text: exact on both engines, whereas SQLite would make them floating point.</summary>
internal sealed class ExactDecimal() : Microsoft.EntityFrameworkCore.Storage.ValueConversion.ValueConverter<decimal, string>(
    value => value.ToString(System.Globalization.CultureInfo.InvariantCulture),
    text => decimal.Parse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture));

internal sealed class TaxRates(CatalogDb db) : ITaxRates
{
    public async Task<decimal?> FindAsync(string taxCategory, DateOnly on, CancellationToken cancellationToken) =>
        (await db.TaxRates.AsNoTracking().Where(r => r.Category == taxCategory && r.ValidFrom <= on)
            .OrderByDescending(r => r.ValidFrom).FirstOrDefaultAsync(cancellationToken))?.Rate;

    /// <summary>The categories that a price may have, with the name of the newest rate.</summary>
    public async Task<IReadOnlyList<(string Key, LocalText Name)>> CategoriesAsync(CancellationToken cancellationToken) =>
        [.. (await db.TaxRates.AsNoTracking().ToListAsync(cancellationToken)).GroupBy(r => r.Category, StringComparer.Ordinal)
            .Select(g => (g.Key, g.MaxBy(r => r.ValidFrom)!.Name)).OrderBy(c => c.Key, StringComparer.Ordinal)];
}
