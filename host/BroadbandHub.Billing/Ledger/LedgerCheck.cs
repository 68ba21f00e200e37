using System.Data.Common;
using System.Globalization;
using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Billing.Usage;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Ledger;

/// <summary>The comparisons of <see cref="CheckLedger"/>. The sums are made by the database, exactly; the comparing is done here.</summary>
internal sealed class LedgerCheck(DbTransaction snapshot, CancellationToken cancellationToken)
{
    private static readonly string[] Sides = ["DebitAccountId", "CreditAccountId"];

    private readonly List<CheckLedger.Problem> problems = [];
    private readonly List<CheckLedger.Total> totals = [];

    public IReadOnlyList<CheckLedger.Problem> Problems => problems;

    public IReadOnlyList<CheckLedger.Total> Totals => totals;

    public async Task<(long Accounts, long Transfers)> BalancesAsync()
    {
        await ReadAsync(
            "SELECT Currency, SUM(DebitsPosted), SUM(CreditsPosted), SUM(DebitsPending), SUM(CreditsPending) FROM bil_ledger_accounts GROUP BY Currency ORDER BY Currency",
            r =>
            {
                totals.Add(new(r.GetString(0), UsageSums.Whole(r, 1), UsageSums.Whole(r, 2)));
                Compare("ledger.debits_differ_from_credits", r.GetString(0), UsageSums.Whole(r, 1), UsageSums.Whole(r, 2));
                Compare("ledger.pending_debits_differ_from_credits", r.GetString(0), UsageSums.Whole(r, 3), UsageSums.Whole(r, 4));
            });
        var posted = new Dictionary<(string Side, Guid Account), decimal>();
        var pending = new Dictionary<(string Side, Guid Account), decimal>();
        foreach (var side in Sides)
        {
            await ReadAsync(
                $"SELECT {side}, SUM(Amount) FROM bil_transfers WHERE Kind IN ({(int)TransferKind.Posted},{(int)TransferKind.Post}) GROUP BY {side}",
                r => posted[(side, BillingSql.ReadId(r, 0))] = UsageSums.Whole(r, 1));
            await ReadAsync(
                $"SELECT p.{side}, SUM(p.Amount) FROM bil_transfers p WHERE p.Kind = {(int)TransferKind.Pending} "
                + $"AND NOT EXISTS (SELECT 1 FROM bil_transfers r WHERE r.PendingId = p.Id) GROUP BY p.{side}",
                r => pending[(side, BillingSql.ReadId(r, 0))] = UsageSums.Whole(r, 1));
        }

        long accounts = 0;
        await ReadAsync("SELECT Id, DebitsPosted, CreditsPosted, DebitsPending, CreditsPending FROM bil_ledger_accounts", r =>
        {
            accounts++;
            var id = BillingSql.ReadId(r, 0);
            var name = new LedgerAccountId(id).ToString();
            Compare("ledger.debits_differ_from_transfers", name, Take(posted, Sides[0], id), r.GetInt64(1));
            Compare("ledger.credits_differ_from_transfers", name, Take(posted, Sides[1], id), r.GetInt64(2));
            Compare("ledger.pending_debits_differ_from_transfers", name, Take(pending, Sides[0], id), r.GetInt64(3));
            Compare("ledger.pending_credits_differ_from_transfers", name, Take(pending, Sides[1], id), r.GetInt64(4));
        });
        foreach (var (key, sum) in posted.Concat(pending))
        {
            Compare("ledger.account_missing", new LedgerAccountId(key.Account).ToString(), sum, 0);
        }

        return (accounts, await CountAsync("bil_transfers"));
    }

    public async Task<(long Lines, long Events)> LinesAsync(PlanCache plans)
    {
        var usage = new Dictionary<(SegmentId, int, string), (Int128 Units, Int128 Fractions, long Events)>();
        await ReadAsync($"{UsageSums.Select} WHERE Unbilled = 0 GROUP BY SegmentId, Month, MeterKey", r =>
        {
            var (key, sum) = UsageSums.Read(r);
            usage.Add(key, sum);
        });
        var posted = new Dictionary<Guid, decimal>();
        await ReadAsync(
            $"SELECT t.LineKeyId, SUM(CASE WHEN a.Kind = {(int)LedgerAccountKind.UnbilledReceivable} THEN t.Amount ELSE -t.Amount END) FROM bil_transfers t "
            + $"JOIN bil_ledger_accounts a ON a.Id = t.DebitAccountId WHERE t.Code = {(int)TransferCode.Charge} AND t.LineKeyId IS NOT NULL GROUP BY t.LineKeyId",
            r => posted[BillingSql.ReadId(r, 0)] = UsageSums.Whole(r, 1));
        var lines = new List<CheckedLine>();
        await ReadAsync($"SELECT {CheckedLine.Columns} FROM bil_line_keys", r => lines.Add(CheckedLine.Read(r)));
        var seen = new HashSet<(SegmentId, int, string)>();
        foreach (var line in lines)
        {
            var name = line.Id.ToString();
            Compare("line.posted_differs_from_transfers", name, posted.GetValueOrDefault(line.Id.Value), line.Posted);
            if (line.MeterKey is { } meter)
            {
                var sum = usage.GetValueOrDefault((line.SegmentId, line.Month, meter));
                seen.Add((line.SegmentId, line.Month, meter));
                Compare("line.quantity_differs_from_usage", name, Quantity.OfSums(sum.Units, sum.Fractions).ToString(), line.Quantity.ToString());
                Compare("line.events_differ_from_usage", name, sum.Events, line.Events);
            }

            await CompareTargetAsync(line, plans);
        }

        foreach (var (key, sum) in usage.Where(u => !seen.Contains(u.Key)))
        {
            Compare("usage.has_no_line", $"{key.Item1} {key.Item2} {key.Item3}", sum.Events, 0);
        }

        return (lines.Count, await CountAsync("bil_usage_events"));
    }

    private async Task CompareTargetAsync(CheckedLine line, PlanCache plans)
    {
        var plan = await plans.PlanAsync(line.PlanVersionId, cancellationToken);
        var component = plan?.Plan.Components.FirstOrDefault(c => c.Key == line.ComponentKey);
        if (component is null)
        {
            Compare("line.plan_is_missing", line.Id.ToString(), line.ComponentKey, "");
            return;
        }

        var first = AccountCalendar.FirstDay(line.Month);
        var facts = new LineFacts(line.Quantity, line.Days, first.AddMonths(1).DayNumber - first.DayNumber);
        var target = Rater.Target(component, facts, Currency.Of(line.Currency), line.Rounding, line.RaterVersion);
        Compare("line.posted_differs_from_rating", line.Id.ToString(), target?.ToString(CultureInfo.InvariantCulture) ?? line.Parked ?? "parked", target is null ? line.Parked ?? "" : line.Posted.ToString(CultureInfo.InvariantCulture));
    }

    private void Compare(string code, string subject, decimal expected, decimal found) =>
        Compare(code, subject, expected.ToString(CultureInfo.InvariantCulture), found.ToString(CultureInfo.InvariantCulture));

    private void Compare(string code, string subject, string expected, string found)
    {
        if (expected != found)
        {
            problems.Add(new(code, subject, expected, found));
        }
    }

    private static decimal Take(Dictionary<(string, Guid), decimal> sums, string side, Guid id) => sums.Remove((side, id), out var sum) ? sum : 0;

    private async Task<long> CountAsync(string table)
    {
        long count = 0;
        await ReadAsync($"SELECT COUNT(*) FROM {table}", r => count = r.GetInt64(0));
        return count;
    }

    private async Task ReadAsync(string statement, Action<DbDataReader> row)
    {
        await using var command = BillingSql.CommandOf(snapshot, statement);
        command.CommandTimeout = 600;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            row(reader);
        }
    }

    private sealed record CheckedLine(
        LineKeyId Id, SegmentId SegmentId, PlanVersionId PlanVersionId, string ComponentKey, string? MeterKey, int Month, int Days, string Currency, int RaterVersion,
        MidpointRounding Rounding, Quantity Quantity, long Events, long Posted, string? Parked)
    {
        public const string Columns = "Id, SegmentId, PlanVersionId, ComponentKey, MeterKey, Month, ServiceStart, ServiceEnd, Currency, RaterVersion, Rounding, "
            + "QuantityUnits, QuantityFraction, Events, Posted, Parked";

        public static CheckedLine Read(DbDataReader r) => new(
            new(BillingSql.ReadId(r, 0)), new(BillingSql.ReadId(r, 1)), new(BillingSql.ReadId(r, 2)), r.GetString(3), r.IsDBNull(4) ? null : r.GetString(4), r.GetInt32(5),
            r.GetFieldValue<DateOnly>(7).DayNumber - r.GetFieldValue<DateOnly>(6).DayNumber, r.GetString(8), r.GetInt32(9), (MidpointRounding)r.GetInt32(10),
            new(r.GetInt64(11), r.GetInt64(12)), r.GetInt64(13), r.GetInt64(14), r.IsDBNull(15) ? null : r.GetString(15));
    }
}
