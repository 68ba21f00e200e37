using System.Globalization;
using CsvHelper;

namespace MainJob;

/// <summary>A row that is sent as a usage event.</summary>
internal sealed record UsageRow(string Id, string Meter, string Unit, string Text, decimal Price, decimal Quantity, DateTimeOffset At);

/// <summary>A usage file in the FOCUS 1.0 format: the rows whose ChargeCategory is Usage; a meter is a pair of SkuId and ListUnitPrice.</summary>
internal static class UsageFile
{
    public static IReadOnlyList<UsageRow> Read(string file)
    {
        if (!File.Exists(file))
        {
            throw new StoryException($"There is no file {file}.");
        }

        using var csv = new CsvDataReader(CsvReader.Create(new StreamReader(file)));
        var rows = new List<UsageRow>();
        for (var number = 1; csv.Read(); number++)
        {
            if (Field(csv, "ChargeCategory") == "Usage")
            {
                rows.Add(Row(csv, number));
            }
        }

        return rows;
    }

    private static UsageRow Row(CsvDataReader csv, int number)
    {
        var (sku, price) = (Field(csv, "SkuId")!, Field(csv, "ListUnitPrice")!);
        var text = Field(csv, "ChargeDescription") is { Length: > 0 } described and not "NULL" ? described : sku;
        return new UsageRow(
            $"row-{number}",
            $"{sku}.{price}",
            Field(csv, "PricingUnit")!,
            text.Length > 80 ? text[..80] : text,
            decimal.Parse(price, CultureInfo.InvariantCulture),
            decimal.Parse(Field(csv, "PricingQuantity")!, NumberStyles.Float, CultureInfo.InvariantCulture),
            DateTimeOffset.Parse(Field(csv, "ChargePeriodStart")!, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal));
    }

    private static string Field(CsvDataReader csv, string name) => csv.GetString(csv.GetOrdinal(name));
}
