using BroadbandHub.Billing.Rating;
using BroadbandHub.Billing.Services;
using BroadbandHub.Sdk;

namespace BroadbandHub.Billing.Bills;

/// <summary>A line key with the names that its line on the bill carries.</summary>
internal sealed record LineToBill(LineKey Key, LocalText Product, LocalText Name, string? Unit)
{
    public long Difference => Key.Posted - Key.Billed;
}

/// <summary>What is left of an issued line of a line key: its amount less what credit notes took off it. A credit keeps its tax day and rate.</summary>
internal sealed record BilledBefore(LineKeyId LineKeyId, BillId BillId, DateOnly TaxOn, string TaxCategory, decimal TaxRate, long Left);

/// <summary>A bill with its lines and taxes, ready to be stored.</summary>
internal sealed record DraftedBill(Bill Bill, IReadOnlyList<BillLine> Lines, IReadOnlyList<BillTax> Taxes);

/// <summary>What an account gets from a run: bills, or nothing, or a reason why it is left out.</summary>
internal sealed record Drafted(IReadOnlyList<DraftedBill> Bills, string? ParkedCode = null, string? ParkedMessage = null)
{
    public static Drafted Parked(string code, string message) => new([], code, message);
}

/// <summary>Makes an account's bills of a month from its line keys. Pure: the same facts give the same bills with the same ids.</summary>
internal sealed class BillDraft(
    BillRun run, BillingAccount account, IReadOnlyDictionary<string, decimal?> taxRates, DateOnly taxOn, ILookup<BillId, StandingTax> standing)
{
    private readonly Currency currency = Currency.Of(account.Currency);

    public Drafted Make(IReadOnlyList<LineToBill> lines, ILookup<LineKeyId, BilledBefore> before)
    {
        var ordered = lines.OrderBy(l => l.Product.English, StringComparer.Ordinal).ThenBy(l => l.Key.SubscriptionId.Value).ThenBy(l => l.Key.ServiceStart)
            .ThenBy(l => l.Key.ComponentKey, StringComparer.Ordinal).ThenBy(l => l.Key.Id.Value).ToList();
        if (ordered.Find(l => l.Key.Parked is not null) is { } wrong)
        {
            return Drafted.Parked(wrong.Key.Parked!, $"The amount of '{wrong.Name.English}' ({wrong.Key.Id}) could not be posted. Look at its usage and at the price plan.");
        }

        var charges = new List<(LineToBill Line, long Amount, decimal Rate, string Category)>();
        var credits = new List<(LineToBill Line, long Amount, BilledBefore Before)>();
        foreach (var line in ordered)
        {
            if (line.Difference < 0)
            {
                if (Credit(line, before[line.Key.Id], credits) is { } parked)
                {
                    return parked;
                }
            }
            else if (line.Difference > 0 || line.Key.BilledRevision == 0)
            {
                if (taxRates.GetValueOrDefault(line.Key.TaxCategory) is not { } rate)
                {
                    return Drafted.Parked(
                        "tax.category_unknown",
                        $"There is no rate of tax category '{line.Key.TaxCategory}' on {taxOn:yyyy-MM-dd}, which '{line.Name.English}' asks for. Add the rate, then make a new run.");
                }

                charges.Add((line, line.Difference, rate, line.Key.TaxCategory));
            }
        }

        try
        {
            var bills = new List<DraftedBill>();
            if (charges.Exists(c => c.Amount > 0))
            {
                bills.Add(Draft(BillKind.Invoice, null, taxOn, charges));
            }

            bills.AddRange(credits.GroupBy(c => (c.Before.BillId, c.Before.TaxOn)).OrderBy(g => g.Key.BillId.Value)
                .Select(g => Draft(BillKind.CreditNote, g.Key.BillId, g.Key.TaxOn, [.. g.Select(c => (c.Line, c.Amount, c.Before.TaxRate, c.Before.TaxCategory))])));
            return new(bills);
        }
        catch (OverflowException)
        {
            return Drafted.Parked("bill.amount_out_of_range", "The total is larger than the ledger can hold. Look at the usage and at the price plan.");
        }
    }

    /// <summary>Takes a reduction off the lines that billed it, the newest first.</summary>
    private static Drafted? Credit(LineToBill line, IEnumerable<BilledBefore> before, List<(LineToBill Line, long Amount, BilledBefore Before)> credits)
    {
        var open = -line.Difference;
        foreach (var earlier in before.Where(b => b.Left > 0))
        {
            var part = Math.Min(open, earlier.Left);
            if (part > 0)
            {
                credits.Add((line, part, earlier));
                open -= part;
            }
        }

        return open == 0
            ? null
            : Drafted.Parked("line.credit_exceeds_billed", $"'{line.Name.English}' ({line.Key.Id}) is to be reduced by more than was billed. Look at its bills.");
    }

    private DraftedBill Draft(BillKind kind, BillId? corrects, DateOnly taxDay, IReadOnlyList<(LineToBill Line, long Amount, decimal Rate, string Category)> parts)
    {
        var month = AccountCalendar.FirstDay(run.Month);
        var id = IdOf(kind, corrects);
        var lines = parts.Select((part, i) => new BillLine
        {
            BillId = id,
            Ordinal = i + 1,
            LineKeyId = part.Line.Key.Id,
            FromRevision = part.Line.Key.BilledRevision,
            ToRevision = part.Line.Key.Revision,
            Amount = part.Amount,
            QuantityUnits = part.Line.Key.QuantityUnits,
            QuantityFraction = part.Line.Key.QuantityFraction,
            SubscriptionId = part.Line.Key.SubscriptionId,
            ProductId = part.Line.Key.ProductId,
            ComponentKey = part.Line.Key.ComponentKey,
            MeterKey = part.Line.Key.MeterKey,
            Unit = part.Line.Unit,
            ProductEn = Cut(part.Line.Product.English, 200),
            ProductZh = Cut(part.Line.Product.Chinese ?? part.Line.Product.English, 200),
            TextEn = Cut(part.Line.Name.English, 400),
            TextZh = Cut(part.Line.Name.Chinese ?? part.Line.Name.English, 400),
            ServiceStart = part.Line.Key.ServiceStart,
            ServiceEnd = part.Line.Key.ServiceEnd,
            TaxCategory = part.Category,
            TaxRate = part.Rate,
        }).ToList();
        var taxes = corrects is { } corrected
            ? TaxOnLines.GiveBack(id, lines, [.. standing[corrected]], currency)
            : TaxOnLines.Charge(id, lines, currency);
        var net = lines.Sum(l => l.Amount);
        var tax = taxes.Sum(t => t.Tax);
        return new(
            new Bill
            {
                Id = id,
                RunId = run.Id,
                AccountId = account.Id,
                EnterpriseId = account.EnterpriseId,
                Kind = kind,
                State = BillState.Draft,
                CorrectsBillId = corrects,
                Month = run.Month,
                PeriodStart = month,
                PeriodEnd = month.AddMonths(1),
                Currency = account.Currency,
                Net = net,
                Tax = tax,
                Gross = net + tax,
                TaxOn = taxDay,
            },
            lines,
            taxes);
    }

    private BillId IdOf(BillKind kind, BillId? corrects)
    {
        var id = new DerivedId(stackalloc byte[128], "bill");
        id.Add(run.Id.Value);
        id.Add(account.Id.Value);
        id.Add((long)kind);
        id.Add(corrects?.Value ?? Guid.Empty);
        return new(id.ToGuid());
    }

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..most];
}
