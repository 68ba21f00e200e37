using System.Data.Common;
using System.Globalization;
using BroadbandHub.Billing.Ledger;
using BroadbandHub.Billing.Rating;

namespace BroadbandHub.Billing.Usage;

/// <summary>The exact sum of events, by segment, month and meter, as a database makes it.</summary>
internal static class UsageSums
{
    private const int Half = 1_000_000;

    /// <summary>The fraction is summed in two halves: SQLite's sums are 64 bits wide, and nine million fractions would not fit.</summary>
    public static string Select { get; } = "SELECT SegmentId, Month, MeterKey, SUM(QuantityUnits), "
        + $"SUM((QuantityFraction - QuantityFraction % {Half}) / {Half}), SUM(QuantityFraction % {Half}), COUNT(*) FROM bil_usage_events";

    public static ((SegmentId Segment, int Month, string Meter) Key, (Int128 Units, Int128 Fractions, long Events) Sum) Read(DbDataReader reader)
    {
        var high = (Int128)Whole(reader, 4);
        return (
            (new(BillingSql.ReadId(reader, 0)), reader.GetInt32(1), reader.GetString(2)),
            ((Int128)Whole(reader, 3), (high * Half) + (Int128)Whole(reader, 5), reader.GetInt64(6)));
    }

    /// <summary>MariaDB answers a sum as DECIMAL, SQLite as a 64-bit integer; null is the sum of nothing.</summary>
    public static decimal Whole(DbDataReader reader, int column) =>
        reader.IsDBNull(column) ? 0 : Convert.ToDecimal(reader.GetValue(column), CultureInfo.InvariantCulture);
}
