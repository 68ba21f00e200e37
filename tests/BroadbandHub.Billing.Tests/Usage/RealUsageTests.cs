using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Tests.Ledger;
using BroadbandHub.Catalog.Contracts;
using BroadbandHub.TestSupport;
using Microsoft.EntityFrameworkCore;

namespace BroadbandHub.Billing.Tests.Usage;

/// <summary>A month of real cloud usage: most rows cost far less than a cent, so only rating that rounds once a line gets the sum right.</summary>
public sealed class RealUsageTests
{
    private const string SampleDigest = "e91e5ac7edf01ed2c9d926f37ef7dc1ae2aae97956fea8da6c9ee488b1c2839e";

    [Theory, MemberData(nameof(Engines.All), MemberType = typeof(Engines))]
    public async Task A_month_of_real_cloud_usage_is_charged_to_the_last_digit(Engine engine)
    {
        var file = Environment.GetEnvironmentVariable("HUB_TEST_USAGE_FILE");
        Assert.SkipWhen(string.IsNullOrEmpty(file), "HUB_TEST_USAGE_FILE does not name FOCUS 1.0's sample of a thousand rows.");
        Assert.SkipUnless(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file!))) == SampleDigest, "HUB_TEST_USAGE_FILE names another file than FOCUS 1.0's sample, whose figures are known.");
        var rows = Read(file!).Where(r => r["ChargeCategory"] == "Usage").ToList();
        var meters = rows.Select(r => (r["SkuId"], r["ListUnitPrice"])).Distinct().Select((m, i) => (Key: m, Name: $"m{i:D3}")).ToDictionary(m => m.Key, m => m.Name);
        await using var hub = await BillingHub.CreateAsync(
            engine,
            [.. meters.Select(m => new PerUnit(m.Value, new(m.Value, m.Value), "zero", m.Value, decimal.Parse(m.Key.Item2, CultureInfo.InvariantCulture), 0m))]);
        foreach (var name in meters.Values)
        {
            hub.Catalog.Meters[BillingHub.Application][name] = new(BillingHub.Application, name, "unit", 12, new(name, name));
        }

        var answers = await hub.ReportAsync([.. rows.Select((r, i) => hub.Event($"row-{i}", r["PricingQuantity"], meter: meters[(r["SkuId"], r["ListUnitPrice"])]))]);
        Assert.Equal(997, answers.Length);
        Assert.Equal(985, answers.Count(a => a == "Accepted"));
        Assert.Equal(12, answers.Count(a => a == "usage.bad_quantity"));
        var lines = await hub.ReadAsync(db => db.LineKeys.ToListAsync());
        Assert.Equal(262, lines.Count);
        var prices = meters.ToDictionary(m => m.Value, m => decimal.Parse(m.Key.Item2, CultureInfo.InvariantCulture));
        var exact = lines.Select(l => new Quantity(l.QuantityUnits, l.QuantityFraction).ToExact() * prices[l.MeterKey!]).Aggregate(Exact.Zero, (a, b) => a + b);
        Assert.False(exact < 23.166265646542028m || exact > 23.166265646542028m);
        Assert.Equal(2316, lines.Sum(l => l.Posted));
        Assert.True((await LedgerServiceTests.CheckAsync(hub)).Ok);
    }

    private static List<Dictionary<string, string>> Read(string file)
    {
        var lines = File.ReadAllLines(file);
        var names = Cells(lines[0]);
        return [.. lines.Skip(1).Select(l => Cells(l).Select((c, i) => (names[i], c)).ToDictionary(c => c.Item1, c => c.c))];
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"')
            {
                var isEscaped = quoted && i + 1 < line.Length && line[i + 1] == '"';
                _ = isEscaped ? cell.Append('"') : cell;
                i += isEscaped ? 1 : 0;
                quoted = isEscaped ? quoted : !quoted;
            }
            else if (line[i] == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(line[i]);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
